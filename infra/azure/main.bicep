metadata name = 'Tagalong on Azure Functions'
metadata description = 'Relays publish to Event Grid, which puts the events into a storage queue; a function app on the Flex Consumption plan takes them from there and labels AKS clusters. All of it by identities: no keys and no connection strings.'

@description('The name of everything. Storage, the topic and the function app add a hash, because their names are global.')
@minLength(3)
@maxLength(10)
param name string = 'tagalong'

@description('Where it is.')
param location string = resourceGroup().location

@description('The clusters: the labeler may look them up, and each gets an identity for its relay, which may publish here and nothing else.')
param clusters clusterType[] = []

@description('Clusters besides, of a subscription or an AKS fleet. Grant Reader there, and aks-access.bicep for each, yourself.')
param imports importType[] = []

@description('The policy packs that are in force.')
param policies string[] = ['argo-rollouts']

@description('When the clusters are swept: second, minute, hour, day, month, day of week.')
param sweepSchedule string = '0 17 */6 * * *'

@description('The most instances of the function app. host.json says how many messages each works on at once.')
@minValue(40)
@maxValue(1000)
param maximumInstances int = 40

@description('Whether Event Grid puts the events into a queue. Without it Event Grid calls the function eventgrid; deploy event-grid-function.bicep after the app then.')
param throughQueue bool = true

import { clusterType, importType } from 'modules/types.bicep'

var suffix = uniqueString(resourceGroup().id, name)
var unique = '${name}-${suffix}'
var account = take('${name}${suffix}', 24)
var tags = { 'app.kubernetes.io-name': 'tagalong' }

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

module monitoring 'modules/monitoring.bicep' = {
  params: {
    name: name
    location: location
    tags: tags
    publisherId: identity.properties.principalId
    holder: identity.id
  }
}

module storage 'modules/storage.bicep' = {
  params: {
    name: account
    location: location
    tags: tags
    containers: ['releases', 'dead-letters']
    // In the host's account: every role but the host's own is given at a queue or a container, so a second account would separate nothing.
    queues: throughQueue ? queues : []
    isForHost: true
    hostId: identity.properties.principalId
    holder: identity.id
  }
}

// The second one takes the messages that can never be handled.
var queues = [name, '${name}-poison']

module queueRights 'modules/queue-rights.bicep' = if (throughQueue) {
  params: {
    storageAccount: account
    queues: queues
    // Storage Queue Data Contributor: to take messages, to hide them for longer, and to put them into the poison queue.
    role: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
    principalId: identity.properties.principalId
    holder: identity.id
  }
  dependsOn: [storage]
}

module eventGrid 'modules/event-grid.bicep' = {
  params: {
    name: unique
    location: location
    tags: tags
    queue: throughQueue ? name : ''
    storageAccount: account
    deadLetterContainer: 'dead-letters'
  }
  dependsOn: [storage]
}

module functionApp 'modules/function-app.bicep' = {
  params: {
    name: unique
    location: location
    tags: tags
    identityName: identity.name
    storageAccount: account
    releases: 'releases'
    queue: throughQueue ? name : ''
    applicationInsights: name
    maximumInstances: maximumInstances
    sweepSchedule: sweepSchedule
    clusters: clusters
    imports: imports
    policies: policies
  }
  dependsOn: [storage, monitoring]
}

// To look up the clusters' addresses. What the identity may do inside of a cluster is said there: aks-rights.bicep.
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
      topic: unique
    }
    dependsOn: [eventGrid]
  }
]

@description('Where relays publish to: Tagalong:Watch:Sink.')
output endpoint string = eventGrid.outputs.endpoint

@description('The function app, to deploy the zip to.')
output functionAppName string = functionApp.outputs.name

@description('The storage account of the host, the queue and the dead letters.')
output storageAccountName string = account

@description('The object id of the labeler\'s identity, for the ClusterRoleBinding in each cluster.')
output principalId string = identity.properties.principalId

@description('The client ids of the relays\' identities, for their service accounts.')
output relays array = [
  for (cluster, at) in clusters: {
    cluster: last(split(cluster.resourceId, '/'))
    clientId: senders[at].outputs.clientId
  }
]
