metadata description = 'A topic for CloudEvents that takes no keys, and its delivery to one queue, by the topic\'s own identity.'

param name string
param location string
param tags object

@description('The namespace of the Service Bus queue; empty for a storage queue.')
param serviceBusNamespace string = ''

@description('The queue: of that namespace, else of the storage account.')
param queue string

@description('The storage account with the container of dead letters.')
param storageAccount string

param deadLetterContainer string

@description('How long Event Grid goes on trying, in minutes.')
@minValue(1)
@maxValue(1440)
param timeToLive int = 1440

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageAccount

  resource blobs 'blobServices' existing = {
    name: 'default'

    resource container 'containers' existing = {
      name: deadLetterContainer
    }
  }

  resource queueService 'queueServices' existing = {
    name: 'default'

    resource events 'queues' existing = {
      name: queue
    }
  }
}

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = if (serviceBusNamespace != '') {
  name: serviceBusNamespace

  resource events 'queues' existing = {
    name: queue
  }
}

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
    serviceBusNamespace: serviceBusNamespace
    queue: queue
    storageAccount: storageAccount
    deadLetterContainer: deadLetterContainer
  }
}

resource subscription 'Microsoft.EventGrid/topics/eventSubscriptions@2025-02-15' = {
  parent: topic
  name: 'labeler'
  properties: {
    eventDeliverySchema: 'CloudEventSchemaV1_0'
    deliveryWithResourceIdentity: {
      identity: { type: 'SystemAssigned' }
      destination: serviceBusNamespace != ''
        ? {
            endpointType: 'ServiceBusQueue'
            properties: { resourceId: namespace::events.id }
          }
        : {
            endpointType: 'StorageQueue'
            properties: {
              resourceId: account.id
              queueName: queue
              queueMessageTimeToLiveInSeconds: 172800
            }
          }
    }
    filter: {
      includedEventTypes: [
        'dev.knative.apiserver.resource.add'
        'dev.knative.apiserver.resource.update'
      ]
    }
    retryPolicy: {
      maxDeliveryAttempts: 30
      eventTimeToLiveInMinutes: timeToLive
    }
    deadLetterWithResourceIdentity: {
      identity: { type: 'SystemAssigned' }
      deadLetterDestination: {
        endpointType: 'StorageBlob'
        properties: {
          resourceId: account.id
          blobContainerName: deadLetterContainer
        }
      }
    }
  }
  dependsOn: [rights]
}

output endpoint string = topic.properties.endpoint
