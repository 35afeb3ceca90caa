using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Apex.Infrastructure.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class ProviderHealth : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "provider_health",
                columns: table => new
                {
                    provider = table.Column<string>(type: "text", nullable: false),
                    paused_at = table.Column<long>(type: "bigint", nullable: true),
                    paused_by = table.Column<string>(type: "text", nullable: true),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    failed_for = table.Column<string>(type: "text", nullable: false),
                    opened_at = table.Column<long>(type: "bigint", nullable: true),
                    open_until = table.Column<long>(type: "bigint", nullable: true),
                    opens = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    error = table.Column<string>(type: "text", nullable: true),
                    probe_until = table.Column<long>(type: "bigint", nullable: true),
                    probe_fence = table.Column<long>(type: "bigint", nullable: false),
                    braked_at = table.Column<long>(type: "bigint", nullable: true),
                    brake_successes = table.Column<int>(type: "integer", nullable: false),
                    recent_flips = table.Column<string>(type: "text", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_provider_health", x => x.provider);
                });

            migrationBuilder.CreateIndex(
                name: "IX_connections_token_expires_at",
                table: "connections",
                column: "token_expires_at",
                filter: "status = 'active' AND token_expires_at IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "provider_health");

            migrationBuilder.DropIndex(
                name: "IX_connections_token_expires_at",
                table: "connections");
        }
    }
}
