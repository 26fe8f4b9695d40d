metadata description = 'Delivers the events of a topic to one place, a storage queue or a function, and what cannot be delivered to a container of dead letters.'

param topic string
param storageAccount string
param deadLetterContainer string

@description('The queue of the storage account; empty for a function.')
param queue string = ''

@description('The resource id of the function; empty for a queue.')
param functionId string = ''

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageAccount
}

resource source 'Microsoft.EventGrid/topics@2025-02-15' existing = {
  name: topic
}

resource toQueue 'Microsoft.EventGrid/topics/eventSubscriptions@2025-02-15' = if (queue != '') {
  parent: source
  name: 'labeler'
  properties: {
    eventDeliverySchema: 'CloudEventSchemaV1_0'
    deliveryWithResourceIdentity: {
      identity: { type: 'SystemAssigned' }
      destination: {
        endpointType: 'StorageQueue'
        properties: {
          resourceId: account.id
          queueName: queue
          // An expired message is lost without a trace. After a week a sweep has labeled the object, and its body should not stay.
          queueMessageTimeToLiveInSeconds: 604800
        }
      }
    }
    filter: filter
    retryPolicy: retryPolicy
    deadLetterWithResourceIdentity: deadLetters
  }
}

resource toFunction 'Microsoft.EventGrid/topics/eventSubscriptions@2025-02-15' = if (functionId != '') {
  parent: source
  name: 'labeler'
  properties: {
    eventDeliverySchema: 'CloudEventSchemaV1_0'
    destination: {
      endpointType: 'AzureFunction'
      properties: {
        resourceId: functionId
        // Of several events in one request, one that fails brings all of them again.
        maxEventsPerBatch: 1
      }
    }
    filter: filter
    retryPolicy: retryPolicy
    deadLetterWithResourceIdentity: deadLetters
  }
}

var filter = {
  includedEventTypes: [
    'dev.knative.apiserver.resource.add'
    'dev.knative.apiserver.resource.update'
  ]
}

// The most that Event Grid offers: one day.
var retryPolicy = {
  maxDeliveryAttempts: 30
  eventTimeToLiveInMinutes: 1440
}

var deadLetters = {
  identity: { type: 'SystemAssigned' }
  deadLetterDestination: {
    endpointType: 'StorageBlob'
    properties: {
      resourceId: account.id
      blobContainerName: deadLetterContainer
    }
  }
}
