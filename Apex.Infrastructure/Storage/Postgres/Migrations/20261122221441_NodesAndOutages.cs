using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Apex.Infrastructure.Storage.Postgres.Migrations
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
                    id = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<string>(type: "text", nullable: false),
                    started_at = table.Column<long>(type: "bigint", nullable: false),
                    last_seen_at = table.Column<long>(type: "bigint", nullable: false),
                    clean_stop = table.Column<bool>(type: "boolean", nullable: false),
                    leases_freed = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_nodes", x => x.id);
                });

            migrationBuilder.AddColumn<string>(
                name: "lease_holder",
                table: "work_items",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "confirmed",
                table: "outages",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "node_id",
                table: "outages",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "plan_after",
                table: "outages",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "plan_provider",
                table: "outages",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "planned",
                table: "outages",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "providers",
                table: "outages",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "push_only",
                table: "outages",
                type: "text",
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
                    name = table.Column<string>(type: "text", nullable: false),
                    started_at = table.Column<long>(type: "bigint", nullable: false),
                    last_seen_at = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<string>(type: "text", nullable: false),
                    clean_stop = table.Column<bool>(type: "boolean", nullable: false)
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
