metadata description = 'The labeler as a function app on the Flex Consumption plan: a .NET isolated worker.'

import { clusterType, importType } from 'types.bicep'

param name string
param location string
param tags object

@description('The user-assigned identity by which the app does everything.')
param identityName string

@description('The storage account of the host and of the queue.')
param storageAccount string

@description('The container that the release is deployed to.')
param releases string

@description('The queue; empty if Event Grid calls the function.')
param queue string

@description('The component of Application Insights.')
param applicationInsights string

param maximumInstances int
param sweepSchedule string
param clusters clusterType[]
param imports importType[]
param policies string[]

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource storage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageAccount
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsights
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${releases}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      scaleAndConcurrency: {
        maximumInstanceCount: maximumInstances
        instanceMemoryMB: 512
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
    }
    siteConfig: {
      minTlsVersion: '1.2'
    }
  }

  // No deployment by password.
  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: union(hostSettings, triggerSettings, labelerSettings, importSettings, policySettings)
  }
}

var hostSettings = {
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identity.properties.clientId
  AzureWebJobsStorage__blobServiceUri: storage.properties.primaryEndpoints.blob
  AzureWebJobsStorage__tableServiceUri: storage.properties.primaryEndpoints.table
  TAGALONG_SWEEP_SCHEDULE: sweepSchedule
  // An address and no credential: local authentication is off there.
  APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
}

// A function that gets no events is off.
var triggerSettings = queue != ''
  ? {
      TagalongQueue__credential: 'managedidentity'
      TagalongQueue__clientId: identity.properties.clientId
      TagalongQueue__queueServiceUri: storage.properties.primaryEndpoints.queue
      TAGALONG_QUEUE: queue
      'AzureWebJobs.eventgrid.Disabled': 'true'
      'AzureWebJobs.events.Disabled': 'true'
    }
  : {
      'AzureWebJobs.queue.Disabled': 'true'
      'AzureWebJobs.events.Disabled': 'true'
    }

var labelerSettings = {
  Tagalong__Azure__Credential: 'ManagedIdentity'
  Tagalong__Azure__ClientId: identity.properties.clientId
  Tagalong__Azure__AuthorityHost: environment().authentication.loginEndpoint
  Tagalong__Azure__ResourceManager: environment().resourceManager
  // Only the topic's identity may put messages into the queue, and only Event Grid has the key that calls the function eventgrid.
  Tagalong__Senders__Authentication: 'Platform'
}

// No setting of a Linux app may have a hyphen in its name, and most clusters have one in theirs, so they come by an import of each
// subscription: it lists what the identity may read, which is these clusters.
var subscriptions = union([], map(clusters, cluster => split(cluster.resourceId, '/')[2]))

var allImports = concat(map(subscriptions, id => { subscription: id }), imports)

var importSettings = toObject(
  filter(
    flatten(map(allImports, (source, at) => [
      { name: 'Tagalong__Imports__${at}__Subscription', value: source.?subscription ?? '' }
      { name: 'Tagalong__Imports__${at}__AksFleet', value: source.?aksFleet ?? '' }
      { name: 'Tagalong__Imports__${at}__Names', value: source.?names ?? '' }
    ])),
    setting => setting.value != ''
  ),
  setting => setting.name,
  setting => setting.value
)

var policySettings = toObject(
  map(policies, (policy, at) => { name: 'Tagalong__Policies__BuiltIn__${at}', value: policy }),
  setting => setting.name,
  setting => setting.value
)

output name string = app.name
