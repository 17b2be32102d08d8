using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace HospitalityMemory.Benchmarks.Stores;

/// <summary>
/// Guests in SQLite with EF Core: a pooled context for each unit of work, compiled queries, and bookings read without tracking.
/// The profile's version is the concurrency token, and writers of this process wait for each other.
/// </summary>
internal sealed class EfCoreGuests : IGuestStore
{
    private const int UniqueViolation = 19;

    private static readonly Func<GuestContext, string, StoredProfile?> FindProfile = EF.CompileQuery(
        (GuestContext context, string userId) => context.Profiles.FirstOrDefault(profile => profile.UserId == userId));

    private static readonly Func<GuestContext, string, IEnumerable<StoredBooking>> Latest = EF.CompileQuery(
        (GuestContext context, string userId) => context.Bookings.AsNoTracking()
            .Where(booking => booking.UserId == userId)
            .OrderByDescending(booking => booking.CheckIn)
            .Take(PeerSchema.Window));

    private readonly SemaphoreSlim _gate = new(1);
    private readonly PooledDbContextFactory<GuestContext> _contexts;

    public EfCoreGuests(string file)
    {
        _contexts = new(
            new DbContextOptionsBuilder<GuestContext>()
                .UseSqlite($"Data Source={file}")
                .EnableThreadSafetyChecks(false)
                .Options);
        using var context = _contexts.CreateDbContext();
        context.Database.OpenConnection();
        using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = "PRAGMA synchronous";
        if (command.ExecuteScalar() is not 2L)
        {
            throw new InvalidOperationException("SQLite's default is not synchronous=FULL, so that EF Core would do less than ours.");
        }
    }

    public string Name => "EF Core";

    public async ValueTask BookAsync(string userId, Booking booking)
    {
        while (true)
        {
            // SQLite does nothing asynchronously, and the asynchronous methods only cost more.
            using var context = _contexts.CreateDbContext();
            context.Database.OpenConnection();
            var added = StoredBooking.Of(userId, booking);
            if (FindProfile(context, userId) is not { } profile)
            {
                profile = new() { UserId = userId, CreatedAt = RealTime.Clock.GetUtcNow().UtcTicks };
                context.Profiles.Add(profile);
            }

            profile.Learn(added, [.. Latest(context, userId)]);
            context.Bookings.Add(added);
            await _gate.WaitAsync();
            try
            {
                context.SaveChanges();
                return;
            }
            catch (DbUpdateConcurrencyException)
            {
                // Another writer came first. The write is repeated from what that one wrote.
            }
            catch (DbUpdateException exception) when (exception.InnerException is SqliteException { SqliteErrorCode: UniqueViolation })
            {
                return;
            }
            finally
            {
                _gate.Release();
            }
        }
    }

    public PlainPreferences GetPreferences(string userId)
    {
        using var context = _contexts.CreateDbContext();
        return FindProfile(context, userId)!.ReadPreferences();
    }

    public ValueTask DisposeAsync()
    {
        _gate.Dispose();
        SqliteConnection.ClearAllPools();
        return default;
    }

    private sealed class GuestContext(DbContextOptions<GuestContext> options) : DbContext(options)
    {
        public DbSet<StoredProfile> Profiles => Set<StoredProfile>();

        public DbSet<StoredBooking> Bookings => Set<StoredBooking>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            var profile = modelBuilder.Entity<StoredProfile>();
            profile.HasKey(entity => entity.UserId);
            profile.Property(entity => entity.Version).IsConcurrencyToken();
            profile.ToTable("profiles", table => table.UseSqlReturningClause(false));
            var booking = modelBuilder.Entity<StoredBooking>();
            booking.HasKey(entity => new { entity.UserId, entity.BookingId });
            booking.ToTable("bookings", table => table.UseSqlReturningClause(false));
            foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
            {
                property.SetColumnName(SnakeCase(property.Name));
            }
        }

        private static string SnakeCase(string name) =>
            string.Concat(name.Select((letter, i) => char.IsUpper(letter) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(letter) : letter.ToString()));
    }
}
