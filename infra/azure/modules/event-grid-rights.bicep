metadata description = 'What the topic\'s identity may do: put messages into its queue, and blobs into its container of dead letters.'

param principalId string

@description('Whose principal that is, by resource id; the assignment is named after it.')
param holder string

@description('The queue; empty if there is none.')
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

module queueSender 'queue-rights.bicep' = if (queue != '') {
  params: {
    storageAccount: storageAccount
    queues: [queue]
    // Storage Queue Data Message Sender
    role: 'c6a89b2d-59bc-44d0-9896-0f6e12d7b80a'
    principalId: principalId
    holder: holder
  }
}

// Storage Blob Data Contributor
var blobContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
