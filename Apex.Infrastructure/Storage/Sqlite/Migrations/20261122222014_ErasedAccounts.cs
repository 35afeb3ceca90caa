using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Apex.Infrastructure.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ErasedAccounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "deregistrations",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    provider = table.Column<string>(type: "TEXT", nullable: false),
                    external_user_id = table.Column<string>(type: "TEXT", nullable: false),
                    connection_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    access_token = table.Column<byte[]>(type: "BLOB", nullable: true),
                    refresh_token = table.Column<byte[]>(type: "BLOB", nullable: true),
                    token_expires_at = table.Column<long>(type: "INTEGER", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: false),
                    fence = table.Column<long>(type: "INTEGER", nullable: false),
                    tries = table.Column<int>(type: "INTEGER", nullable: false),
                    waits = table.Column<int>(type: "INTEGER", nullable: false),
                    last_error = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_deregistrations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "erased_accounts",
                columns: table => new
                {
                    provider = table.Column<string>(type: "TEXT", nullable: false),
                    account_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    erased_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_erased_accounts", x => new { x.provider, x.account_hash });
                });

            migrationBuilder.CreateIndex(
                name: "IX_runs_provider_external_user_id",
                table: "runs",
                columns: new[] { "provider", "external_user_id" },
                filter: "user_id IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_inbox_messages_external_user_id_provider_id",
                table: "inbox_messages",
                columns: new[] { "external_user_id", "provider", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_dead_letters_provider_external_user_id",
                table: "dead_letters",
                columns: new[] { "provider", "external_user_id" },
                filter: "user_id IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_deregistrations_due_at",
                table: "deregistrations",
                column: "due_at");

            migrationBuilder.CreateIndex(
                name: "IX_deregistrations_provider_external_user_id",
                table: "deregistrations",
                columns: new[] { "provider", "external_user_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_erased_accounts_erased_at",
                table: "erased_accounts",
                column: "erased_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "deregistrations");

            migrationBuilder.DropTable(
                name: "erased_accounts");

            migrationBuilder.DropIndex(
                name: "IX_runs_provider_external_user_id",
                table: "runs");

            migrationBuilder.DropIndex(
                name: "IX_inbox_messages_external_user_id_provider_id",
                table: "inbox_messages");

            migrationBuilder.DropIndex(
                name: "IX_dead_letters_provider_external_user_id",
                table: "dead_letters");
        }
    }
}
