metadata description = 'One role at some queues of a storage account.'

param storageAccount string
param queues string[]
param role string
param principalId string

@description('Whose principal that is, by resource id; the assignment is named after it.')
param holder string

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageAccount

  resource queueService 'queueServices' existing = {
    name: 'default'

    resource queue 'queues' existing = [
      for queue in queues: {
        name: queue
      }
    ]
  }
}

resource right 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (queue, at) in queues: {
    name: guid(account::queueService::queue[at].id, holder, role)
    scope: account::queueService::queue[at]
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]
