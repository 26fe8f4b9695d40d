using Tagalong.DevCluster;

return await CommandLine.RunAsync(args, Console.Out, Console.Error);
