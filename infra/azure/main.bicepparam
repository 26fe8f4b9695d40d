using 'main.bicep'

// One entry for each cluster; az aks list --query '[].{resourceId: id, issuer: oidcIssuerProfile.issuerUrl}' prints them.
param clusters = [
  {
    resourceId: '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/shops/providers/Microsoft.ContainerService/managedClusters/prod-eu-1'
    issuer: 'https://westeurope.oic.prod-aks.azure.com/00000000-0000-0000-0000-000000000000/11111111-1111-1111-1111-111111111111/'
  }
  {
    resourceId: '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/shops/providers/Microsoft.ContainerService/managedClusters/prod-us-2'
    issuer: 'https://eastus2.oic.prod-aks.azure.com/00000000-0000-0000-0000-000000000000/22222222-2222-2222-2222-222222222222/'
  }
]
