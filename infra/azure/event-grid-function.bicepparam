using 'event-grid-function.bicep'

// The outputs of main.bicep.
param functionAppName = 'tagalong-0123456789abc'
param storageAccountName = 'tagalong0123456789abc'
