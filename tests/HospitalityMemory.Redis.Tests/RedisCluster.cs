using System.Globalization;
using StackExchange.Redis;

namespace HospitalityMemory.Redis.Tests;

/// <summary>
/// A cluster of six redis-server processes: three masters with a replica each. Every write is on disk before it is answered.
/// </summary>
internal sealed class RedisCluster : IAsyncDisposable
{
    private RedisCluster(RedisServer[] nodes) => Nodes = nodes;

    public IReadOnlyList<RedisServer> Nodes { get; }

    /// <param name="mayFailOver">Whether a replica takes over when its master is gone.</param>
    public static async Task<RedisCluster> StartAsync(bool mayFailOver)
    {
        var nodes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => RedisServer.StartAsync(
            "--cluster-enabled", "yes", "--cluster-node-timeout", "2000", "--appendonly", "yes", "--appendfsync", "always",
            "--cluster-replica-no-failover", mayFailOver ? "no" : "yes")));
        var cluster = new RedisCluster(nodes);
        var addresses = nodes.Select(node => node.ConnectionString);
        await nodes[0].CliAsync(["--cluster", "create", .. addresses, "--cluster-replicas", "1", "--cluster-yes"]);
        await cluster.UntilHealthyAsync();
        return cluster;
    }

    public async Task UntilHealthyAsync()
    {
        foreach (var node in Nodes)
        {
            await RealTime.UntilAsync(
                async () => (await node.CliAsync("CLUSTER", "INFO")).Contains("cluster_state:ok", StringComparison.Ordinal)
                    && (await node.CliAsync("INFO", "replication")) is var replication
                    && (replication.Contains("role:slave", StringComparison.Ordinal)
                        ? replication.Contains("master_link_status:up", StringComparison.Ordinal)
                        : replication.Contains("connected_slaves:1", StringComparison.Ordinal)),
                "the cluster is whole");
        }
    }

    /// <summary>The node that serves a key.</summary>
    public async Task<RedisServer> MasterOfAsync(RedisKey key)
    {
        foreach (var node in Nodes)
        {
            if (await node.CliAsync("EXISTS", key.ToString()) is "1")
            {
                return node;
            }
        }

        throw new InvalidOperationException("No node has the key.");
    }

    /// <summary>Waits until a master's replica has everything that the master acknowledged. Nobody may write meanwhile.</summary>
    public static async Task UntilReplicatedAsync(RedisServer master) => await RealTime.UntilAsync(
        async () =>
        {
            var lines = (await master.CliAsync("INFO", "replication")).Split('\n', StringSplitOptions.TrimEntries);
            var offset = lines.Single(line => line.StartsWith("master_repl_offset:", StringComparison.Ordinal)).Split(':')[1];
            return lines.Any(line => line.StartsWith("slave0:", StringComparison.Ordinal)
                && line.Split(',').Contains(string.Create(CultureInfo.InvariantCulture, $"offset={offset}")));
        },
        "the replica has everything");

    public ConfigurationOptions Options()
    {
        var options = new ConfigurationOptions
        {
            AsyncTimeout = 2000,
            ConnectTimeout = 2000,
            ConfigCheckSeconds = 1,
            ReconnectRetryPolicy = new LinearRetry(100),
            HeartbeatInterval = TimeSpan.FromMilliseconds(200),
        };
        foreach (var node in Nodes)
        {
            options.EndPoints.Add("127.0.0.1", node.Port);
        }

        return options;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }
    }
}
