metadata name = 'Event Grid calls the function'
metadata description = 'For main.bicep with throughQueue=false: subscribes the function eventgrid to the topic. Event Grid checks that the function exists, so deploy the app first. No key is needed here: Event Grid gets the function\'s address by its resource id.'

@description('The function app: the output functionAppName of main.bicep. The topic has the same name.')
param functionAppName string

@description('The storage account with the container dead-letters: the output storageAccountName of main.bicep.')
param storageAccountName string

resource app 'Microsoft.Web/sites@2025-03-01' existing = {
  name: functionAppName

  resource function 'functions' existing = {
    name: 'eventgrid'
  }
}

module subscription 'modules/event-subscription.bicep' = {
  params: {
    topic: functionAppName
    storageAccount: storageAccountName
    deadLetterContainer: 'dead-letters'
    functionId: app::function.id
  }
}
