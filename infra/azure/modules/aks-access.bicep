metadata description = 'Lets the labeler\'s identity look up a cluster\'s address and authority. It gives no right inside of the cluster.'

@description('The cluster, in this resource group.')
param cluster string

param principalId string

@description('Whose principal that is, by resource id; the assignment is named after it.')
param holder string

resource managedCluster 'Microsoft.ContainerService/managedClusters@2025-10-01' existing = {
  name: cluster
}

resource user 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(managedCluster.id, holder, clusterUser)
  scope: managedCluster
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', clusterUser)
  }
}

// Azure Kubernetes Service Cluster User Role
var clusterUser = '4abbcc35-e782-43d8-92c5-2d3f1bd2253f'
