@export()
@description('A cluster of AKS.')
type clusterType = {
  @description('Of the managed cluster. Its name is what its events call it: the extension cluster.')
  resourceId: string

  @description('The issuer of its service accounts\' tokens: az aks show --query oidcIssuerProfile.issuerUrl')
  issuer: string
}

@export()
@description('Many clusters at once, see docs/azure.md.')
type importType = {
  @description('The id of a subscription; or leave it out and name a fleet.')
  subscription: string?

  @description('The resource id of an AKS fleet.')
  aksFleet: string?

  @description('A glob of names.')
  names: string?
}

@export()
@description('A virtual network for everything that can be in one. Without it, the endpoints are public, and let in identities alone.')
type networkType = {
  @description('The subnet of the private endpoints.')
  endpointSubnetId: string

  @description('The subnet of the function app, delegated to Microsoft.App/environments and used by nothing else. Only main.bicep has an app.')
  appSubnetId: string?

  @description('The id of the resource group that has the private DNS zones. Without it, they are made here and linked to the subnet\'s network.')
  zonesGroupId: string?
}
