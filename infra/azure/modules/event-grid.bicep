metadata description = 'A topic for CloudEvents that accepts no keys. With a queue, Event Grid delivers there by the topic\'s own identity.'

param name string
param location string
param tags object

@description('The storage account with the container of dead letters, and with the queue.')
param storageAccount string

param deadLetterContainer string

@description('The queue; empty if something else subscribes to the topic.')
param queue string = ''

resource topic 'Microsoft.EventGrid/topics@2025-02-15' = {
  name: name
  location: location
  tags: tags
  identity: { type: 'SystemAssigned' }
  properties: {
    inputSchema: 'CloudEventSchemaV1_0'
    disableLocalAuth: true
    minimumTlsVersionAllowed: '1.2'
  }
}

module rights 'event-grid-rights.bicep' = {
  params: {
    principalId: topic.identity.principalId
    holder: topic.id
    queue: queue
    storageAccount: storageAccount
    deadLetterContainer: deadLetterContainer
  }
}

module subscription 'event-subscription.bicep' = if (queue != '') {
  params: {
    topic: topic.name
    storageAccount: storageAccount
    deadLetterContainer: deadLetterContainer
    queue: queue
  }
  dependsOn: [rights]
}

output endpoint string = topic.properties.endpoint
