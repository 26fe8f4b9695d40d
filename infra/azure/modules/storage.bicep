metadata description = 'A storage account without keys: for the events\' queue, for Event Grid\'s dead letters, and for the host of the function app.'

param name string
param location string
param tags object

@description('Blob containers.')
param containers string[]

@description('Queues.')
param queues string[] = []

@description('Whether the host of a function app keeps its releases, keys, locks and diagnostics here, and so may use blobs and tables.')
param isForHost bool = false

@description('The principal of that app.')
param hostId string = ''

@description('Whose principal that is, by resource id; the assignment is named after it.')
param holder string = ''

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: {
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
  }

  resource blobs 'blobServices' = {
    name: 'default'

    resource container 'containers' = [
      for container in containers: {
        name: container
        properties: { publicAccess: 'None' }
      }
    ]
  }

  resource queueService 'queueServices' = {
    name: 'default'

    resource queue 'queues' = [
      for queue in queues: {
        name: queue
      }
    ]
  }
}

resource host 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in isForHost ? hostRoles : []: {
    name: guid(account.id, holder, role)
    scope: account
    properties: {
      principalId: hostId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

// Storage Blob Data Owner, Table Data Contributor: what the host needs in AzureWebJobsStorage. It uses queues there for blob triggers only.
var hostRoles = [
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
]
