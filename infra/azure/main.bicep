metadata name = 'Tagalong on Azure Functions'
metadata description = 'Relays publish to Event Grid, which puts the events into a Service Bus queue; a function app on the Flex Consumption plan takes them from there and labels AKS clusters. All of it by identities: no keys and no connection strings.'

@description('What everything is called; storage, Service Bus and the function app get a hash behind it, for their names are the world\'s.')
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

@description('The most instances of the function app; each works on 64 events at once, and the API servers have limits of their own.')
@minValue(40)
@maxValue(1000)
param maximumInstances int = 40

@description('How often the queue delivers an event before it is a dead letter.')
@minValue(1)
@maxValue(2000)
param maximumDeliveries int = 100

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
    isForHost: true
    hostId: identity.properties.principalId
    holder: identity.id
  }
}

module serviceBus 'modules/service-bus.bicep' = {
  params: {
    name: unique
    location: location
    tags: tags
    queue: name
    receiverId: identity.properties.principalId
    holder: identity.id
    maximumDeliveries: maximumDeliveries
  }
}

module eventGrid 'modules/event-grid.bicep' = {
  params: {
    name: unique
    location: location
    tags: tags
    serviceBusNamespace: unique
    queue: name
    storageAccount: account
    deadLetterContainer: 'dead-letters'
  }
  dependsOn: [storage, serviceBus]
}

module functionApp 'modules/function-app.bicep' = {
  params: {
    name: unique
    location: location
    tags: tags
    identityName: identity.name
    storageAccount: account
    releases: 'releases'
    serviceBusEndpoint: serviceBus.outputs.endpoint
    queue: name
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

@description('The object id of the labeler\'s identity, for the ClusterRoleBinding in each cluster.')
output principalId string = identity.properties.principalId

@description('The client ids of the relays\' identities, for their service accounts.')
output relays array = [
  for (cluster, at) in clusters: {
    cluster: last(split(cluster.resourceId, '/'))
    clientId: senders[at].outputs.clientId
  }
]
