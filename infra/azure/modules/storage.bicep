metadata description = 'A storage account without keys. The host of the function app keeps its release, timers and locks here; Event Grid its dead letters.'

param name string
param location string
param tags object

@description('Blob containers.')
param containers string[]

@description('Queues.')
param queues string[] = []

@description('Whether a function app keeps its own things here, and so may use blobs, queues and tables.')
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

// Storage Blob Data Owner, Queue Data Contributor, Table Data Contributor: what the host asks of AzureWebJobsStorage.
var hostRoles = [
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
]
