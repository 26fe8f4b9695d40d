metadata description = 'What the topic\'s identity may do: put into its queue, and into its container of dead letters.'

param principalId string

@description('Whose principal that is, by resource id; the assignment is named after it.')
param holder string

param serviceBusNamespace string
param queue string
param storageAccount string
param deadLetterContainer string

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

resource deadLetters 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account::blobs::container.id, holder, blobContributor)
  scope: account::blobs::container
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobContributor)
  }
}

resource busSender 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (serviceBusNamespace != '') {
  name: guid(namespace::events.id, holder, busDataSender)
  scope: namespace::events
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', busDataSender)
  }
}

resource queueSender 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (serviceBusNamespace == '') {
  name: guid(account::queueService::events.id, holder, queueMessageSender)
  scope: account::queueService::events
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', queueMessageSender)
  }
}

// Storage Blob Data Contributor, Azure Service Bus Data Sender, Storage Queue Data Message Sender
var blobContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
var busDataSender = '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'
var queueMessageSender = 'c6a89b2d-59bc-44d0-9896-0f6e12d7b80a'
