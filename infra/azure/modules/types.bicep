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
