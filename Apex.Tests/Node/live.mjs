// A client as anyone would write it, with Microsoft's package: connects, subscribes, subscribes again after every reconnect.
// Arguments: base URL, API key (or "-"), user id ("fleet": everybody). Prints one JSON value per line; ends when stdin does.
import * as signalR from "@microsoft/signalr";

const [url, key, userId] = process.argv.slice(2);
const print = (what, value) => console.log(JSON.stringify({ what, value }));
const connection = new signalR.HubConnectionBuilder()
  .withUrl(`${url}/hubs/live`, key === "-" ? {} : { accessTokenFactory: () => key })
  .withAutomaticReconnect({ nextRetryDelayInMilliseconds: () => 200 })
  .configureLogging(signalR.LogLevel.None)
  .build();

for (const event of ["DailyMetricsChanged", "FreshnessChanged", "QuotaChanged", "DeadLetterChanged", "NudgeCreated"]) {
  connection.on(event, message => print(event, message));
}

const subscribe = async () => {
  try {
    print("subscribed", await (userId === "fleet" ? connection.invoke("SubscribeFleet") : connection.invoke("SubscribeUser", userId)));
  } catch (error) {
    print("refused", error.message);
  }
};
connection.onreconnecting(() => print("reconnecting", null));
connection.onreconnected(subscribe);

try {
  await connection.start();
  await subscribe();
} catch (error) {
  print("failed", error.message);
  process.exit(1);
}

process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
