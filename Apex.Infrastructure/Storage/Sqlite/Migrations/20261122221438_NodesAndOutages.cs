using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Apex.Infrastructure.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class NodesAndOutages : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Nothing has written this table yet: it is made anew with its new key.
            migrationBuilder.DropTable(name: "nodes");

            migrationBuilder.CreateTable(
                name: "nodes",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<string>(type: "TEXT", nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: false),
                    last_seen_at = table.Column<long>(type: "INTEGER", nullable: false),
                    clean_stop = table.Column<bool>(type: "INTEGER", nullable: false),
                    leases_freed = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_nodes", x => x.id);
                });

            migrationBuilder.AddColumn<string>(
                name: "lease_holder",
                table: "work_items",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "confirmed",
                table: "outages",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "node_id",
                table: "outages",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "plan_after",
                table: "outages",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "plan_provider",
                table: "outages",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "planned",
                table: "outages",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "providers",
                table: "outages",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "push_only",
                table: "outages",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "nodes");

            migrationBuilder.CreateTable(
                name: "nodes",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: false),
                    last_seen_at = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<string>(type: "TEXT", nullable: false),
                    clean_stop = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_nodes", x => x.name);
                });

            migrationBuilder.DropColumn(
                name: "lease_holder",
                table: "work_items");

            migrationBuilder.DropColumn(
                name: "confirmed",
                table: "outages");

            migrationBuilder.DropColumn(
                name: "node_id",
                table: "outages");

            migrationBuilder.DropColumn(
                name: "plan_after",
                table: "outages");

            migrationBuilder.DropColumn(
                name: "plan_provider",
                table: "outages");

            migrationBuilder.DropColumn(
                name: "planned",
                table: "outages");

            migrationBuilder.DropColumn(
                name: "providers",
                table: "outages");

            migrationBuilder.DropColumn(
                name: "push_only",
                table: "outages");
        }
    }
}
