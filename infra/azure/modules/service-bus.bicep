metadata description = 'A queue with dead letters, in a namespace that knows no keys.'

param name string
param location string
param tags object

@description('The queue.')
param queue string

@description('The principal that receives.')
param receiverId string

@description('Whose principal that is, by resource id; the assignment is named after it.')
param holder string

@minValue(1)
@maxValue(2000)
param maximumDeliveries int

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: 'Standard', tier: 'Standard' }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
  }

  resource events 'queues' = {
    name: queue
    properties: {
      // Renewed by the host while an event is worked on.
      lockDuration: 'PT1M'
      // Half a minute lies between two of them: Tagalong:AzureFunctions:RedeliveryDelay. The host itself waits for nothing.
      maxDeliveryCount: maximumDeliveries
      defaultMessageTimeToLive: 'P2D'
      deadLetteringOnMessageExpiration: true
      maxSizeInMegabytes: 5120
    }
  }
}

resource receiver 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(namespace::events.id, holder, dataReceiver)
  scope: namespace::events
  properties: {
    principalId: receiverId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', dataReceiver)
  }
}

// Azure Service Bus Data Receiver
var dataReceiver = '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'

output endpoint string = split(split(namespace.properties.serviceBusEndpoint, '//')[1], ':')[0]
