metadata description = 'The identity of one cluster\'s relay, taken on by the relay\'s service account, which may publish to the topic and nothing else.'

param name string
param location string
param tags object

@description('The issuer of the cluster\'s service account tokens.')
param issuer string

@description('The topic.')
param topic string

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

resource destination 'Microsoft.EventGrid/topics@2025-02-15' existing = {
  name: topic
}

resource sender 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(destination.id, identity.id, dataSender)
  scope: destination
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', dataSender)
  }
}

// EventGrid Data Sender
var dataSender = 'd5a91429-5739-47e2-a06b-3470a27159e7'

output clientId string = identity.properties.clientId
