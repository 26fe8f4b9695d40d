metadata name = 'The labeler\'s rights in one AKS cluster'
metadata description = 'Applies the ClusterRole of infra/kubernetes and its binding to the labeler\'s identity, by az aks command invoke, which reaches private clusters too. kubectl does the same: README.md.'

@description('The cluster, in this resource group.')
param cluster string

@description('The object id of the labeler\'s identity: the output principalId of main.bicep.')
param principalId string

@description('The resource id of a user-assigned identity that may run commands in the cluster, as with the role Azure Kubernetes Service Contributor Role. It is used here and at no other time.')
param installerId string

param location string = resourceGroup().location

@description('Changes make it run again.')
param version string = utcNow()

// The files themselves, so that there is one place that says what the labeler may do.
var role = loadTextContent('../kubernetes/rbac.yaml')
var binding = replace(
  loadTextContent('../kubernetes/entra-user/user.yaml'),
  '00000000-0000-0000-0000-000000000000',
  principalId
)

resource rights 'Microsoft.Resources/deploymentScripts@2023-08-01' = {
  name: 'tagalong-rights-${cluster}'
  location: location
  kind: 'AzureCLI'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${installerId}': {} }
  }
  properties: {
    azCliVersion: '2.75.0'
    retentionInterval: 'PT1H'
    cleanupPreference: 'OnSuccess'
    timeout: 'PT15M'
    forceUpdateTag: version
    environmentVariables: [
      { name: 'GROUP', value: resourceGroup().name }
      { name: 'CLUSTER', value: cluster }
      { name: 'ROLE', value: role }
      { name: 'BINDING', value: binding }
    ]
    scriptContent: '''
      set -e
      printf '%s\n---\n%s\n' "$ROLE" "$BINDING" > rights.yaml
      az aks command invoke --resource-group "$GROUP" --name "$CLUSTER" --file rights.yaml --command 'kubectl apply -f rights.yaml' --query '{exit: exitCode, logs: logs}' | tee answer.json
      [ "$(jq .exit answer.json)" = 0 ]
    '''
  }
}
