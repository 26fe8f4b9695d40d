metadata name = 'Events into a storage queue'
metadata description = 'The cheap variant: Event Grid, or the relays themselves, put the events into a storage queue, from which a consumer in an AKS cluster takes them, scaled by KEDA (infra/keda/azure-queue). No keys and no connection strings.'

import { clusterType, networkType } from 'modules/types.bicep'

@minLength(3)
@maxLength(10)
param name string = 'tagalong'

param location string = resourceGroup().location

@description('The clusters that events come from. Each gets an identity for its relay.')
param clusters clusterType[] = []

@description('Whether relays publish to Event Grid, where others may listen too. Without it they put into the queue themselves: cheaper, and an object that is too large for a message is sent as a reference.')
param throughEventGrid bool = true

@description('A subnet for private endpoints: the queue and the topic have no public address then, and clusters reach them in this network.')
param network networkType?

@description('The issuer of the cluster that the consumer and KEDA run in.')
param homeIssuer string

var suffix = uniqueString(resourceGroup().id, name)
var unique = '${name}-${suffix}'
var account = take('${name}${suffix}', 24)
var tags = { 'app.kubernetes.io-name': 'tagalong' }

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags

  resource consumer 'federatedIdentityCredentials' = {
    name: 'consumer'
    properties: {
      issuer: homeIssuer
      subject: 'system:serviceaccount:tagalong:tagalong'
      audiences: ['api://AzureADTokenExchange']
    }
  }
}

// KEDA's operator looks at the queue's length with an identity that may do nothing else.
resource scaler 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: '${name}-keda'
  location: location
  tags: tags

  resource operator 'federatedIdentityCredentials' = {
    name: 'keda'
    properties: {
      issuer: homeIssuer
      subject: kedaOperator
      audiences: ['api://AzureADTokenExchange']
    }
  }
}

@description('KEDA\'s operator: this is where the AKS add-on runs it.')
param kedaOperator string = 'system:serviceaccount:kube-system:keda-operator'

module storage 'modules/storage.bicep' = {
  params: {
    name: account
    location: location
    tags: tags
    containers: ['dead-letters']
    queues: [name, '${name}-poison']
    reach: network == null ? 'Public' : throughEventGrid ? 'PrivateAndEventGrid' : 'Private'
  }
}

module consumerRights 'modules/queue-rights.bicep' = {
  params: {
    storageAccount: account
    queues: [name, '${name}-poison']
    // Storage Queue Data Contributor: to take, to put off, and to put among the dead letters.
    role: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
    principalId: identity.properties.principalId
    holder: identity.id
  }
  dependsOn: [storage]
}

module scalerRights 'modules/queue-rights.bicep' = {
  params: {
    storageAccount: account
    queues: [name]
    // Storage Queue Data Reader
    role: '19e7f393-937e-4f77-808e-94535e297925'
    principalId: scaler.properties.principalId
    holder: scaler.id
  }
  dependsOn: [storage]
}

module eventGrid 'modules/event-grid.bicep' = if (throughEventGrid) {
  params: {
    name: unique
    location: location
    tags: tags
    isPrivate: network != null
    queue: name
    storageAccount: account
    deadLetterContainer: 'dead-letters'
  }
  dependsOn: [storage]
}

module endpoints 'modules/private-network.bicep' = if (network != null) {
  params: {
    location: location
    tags: tags
    network: network!
    prefix: name
    endpoints: concat(
      [{ group: 'queue', target: account }],
      throughEventGrid ? [{ group: 'topic', target: unique }] : []
    )
  }
  dependsOn: [storage, eventGrid]
}

module access 'modules/aks-access.bicep' = [
  for cluster in clusters: {
    name: 'access-${last(split(cluster.resourceId, '/'))}'
    scope: resourceGroup(split(cluster.resourceId, '/')[2], split(cluster.resourceId, '/')[4])
    params: {
      cluster: last(split(cluster.resourceId, '/'))
      principalId: identity.properties.principalId
      holder: identity.id
    }
  }
]

module senders 'modules/sender.bicep' = [
  for cluster in clusters: {
    name: 'sender-${last(split(cluster.resourceId, '/'))}'
    params: {
      name: '${name}-relay-${last(split(cluster.resourceId, '/'))}'
      location: location
      tags: tags
      issuer: cluster.issuer
      topic: throughEventGrid ? unique : ''
      storageAccount: account
      queue: name
    }
    dependsOn: [storage, eventGrid]
  }
]

@description('Where relays publish to: Tagalong:Watch:Sink; empty without Event Grid.')
output endpoint string = eventGrid.?outputs.endpoint ?? ''

@description('The storage account, for the consumer and for KEDA.')
output account string = account

@description('The object id of the labeler\'s identity, for the ClusterRoleBinding in each cluster.')
output principalId string = identity.properties.principalId

@description('The client id of the labeler\'s identity, for its service account.')
output clientId string = identity.properties.clientId

@description('The client id of the identity by which KEDA looks at the queue.')
output kedaClientId string = scaler.properties.clientId

@description('The client ids of the relays\' identities, for their service accounts.')
output relays array = [
  for (cluster, at) in clusters: {
    cluster: last(split(cluster.resourceId, '/'))
    clientId: senders[at].outputs.clientId
  }
]
