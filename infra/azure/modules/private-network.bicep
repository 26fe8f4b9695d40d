metadata description = 'Private endpoints in a subnet, and their names in private DNS zones.'

import { networkType } from 'types.bicep'

param location string
param tags object
param network networkType

@description('What gets an endpoint: the group of the private link, and the name of a resource in this resource group.')
param endpoints { group: ('blob' | 'queue' | 'table' | 'topic' | 'sites'), target: string }[]

@description('What the names of the endpoints begin with.')
param prefix string

var types = {
  blob: 'Microsoft.Storage/storageAccounts'
  queue: 'Microsoft.Storage/storageAccounts'
  table: 'Microsoft.Storage/storageAccounts'
  topic: 'Microsoft.EventGrid/topics'
  sites: 'Microsoft.Web/sites'
}

var zoneNames = {
  blob: 'privatelink.blob.${environment().suffixes.storage}'
  queue: 'privatelink.queue.${environment().suffixes.storage}'
  table: 'privatelink.table.${environment().suffixes.storage}'
  topic: 'privatelink.eventgrid.azure.net'
  sites: 'privatelink.azurewebsites.net'
}

var groups = union([], map(endpoints, endpoint => endpoint.group))
var zonesGroup = split(network.?zonesGroupId ?? resourceGroup().id, '/')
var subnet = split(network.endpointSubnetId, '/')

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for group in network.?zonesGroupId == null ? groups : []: {
    name: zoneNames[group]
    location: 'global'
    tags: tags
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (group, at) in network.?zonesGroupId == null ? groups : []: {
    parent: zones[at]
    name: uniqueString(network.endpointSubnetId)
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: { id: resourceId(subnet[2], subnet[4], 'Microsoft.Network/virtualNetworks', subnet[8]) }
    }
  }
]

resource private 'Microsoft.Network/privateEndpoints@2024-07-01' = [
  for endpoint in endpoints: {
    name: '${prefix}-${endpoint.group}'
    location: location
    tags: tags
    properties: {
      subnet: { id: network.endpointSubnetId }
      privateLinkServiceConnections: [
        {
          name: endpoint.group
          properties: {
            privateLinkServiceId: resourceId(types[endpoint.group], endpoint.target)
            groupIds: [endpoint.group]
          }
        }
      ]
    }
  }
]

resource names 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-07-01' = [
  for (endpoint, at) in endpoints: {
    parent: private[at]
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: endpoint.group
          properties: {
            privateDnsZoneId: resourceId(
              zonesGroup[2],
              zonesGroup[4],
              'Microsoft.Network/privateDnsZones',
              zoneNames[endpoint.group]
            )
          }
        }
      ]
    }
    dependsOn: [links]
  }
]
