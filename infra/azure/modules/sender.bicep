metadata description = 'The identity of one cluster\'s relay, taken on by the relay\'s service account, which may publish to the topic, or put into the queue, and nothing else.'

param name string
param location string
param tags object

@description('The issuer of the cluster\'s service account tokens.')
param issuer string

@description('The topic; empty where the relay puts into the queue itself.')
param topic string = ''

@description('The storage account of the queue, where there is no topic.')
param storageAccount string = ''

@description('The queue, where there is no topic.')
param queue string = ''

@description('The service account.')
param serviceAccount string = 'system:serviceaccount:tagalong:tagalong-watcher'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags

  resource credential 'federatedIdentityCredentials' = {
    name: 'relay'
    properties: {
      issuer: issuer
      subject: serviceAccount
      audiences: ['api://AzureADTokenExchange']
    }
  }
}

resource destination 'Microsoft.EventGrid/topics@2025-02-15' existing = if (topic != '') {
  name: topic
}

resource sender 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (topic != '') {
  name: guid(destination.id, identity.id, dataSender)
  scope: destination
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', dataSender)
  }
}

module putter 'queue-rights.bicep' = if (topic == '') {
  params: {
    storageAccount: storageAccount
    queues: [queue]
    // Storage Queue Data Message Sender
    role: 'c6a89b2d-59bc-44d0-9896-0f6e12d7b80a'
    principalId: identity.properties.principalId
    holder: identity.id
  }
}

// EventGrid Data Sender
var dataSender = 'd5a91429-5739-47e2-a06b-3470a27159e7'

output clientId string = identity.properties.clientId
