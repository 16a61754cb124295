package org.vmcore.emit.commands.networking;

import java.util.List;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.route.FibRule;
import org.vmcore.model.Value;

/**
 * A command that sos runs in another network namespace.
 *
 * @param words its name and arguments, joined as in names of files
 */
record NetnsFile(String words, Content content, Value net) {
  /** What a command prints in a namespace. */
  interface Content {
    void print(Value net, Text out);
  }

  /** Those of {@code ip netns exec} that are known here. */
  static List<NetnsFile> of(Value net) {
    return List.of(
        new NetnsFile("ip_-4_rule_list", (n, out) -> IpRule.print(FibRule.ofIpv4(n), out), net),
        new NetnsFile("ip_-6_rule_list", (n, out) -> IpRule.print(FibRule.ofIpv6(n), out), net),
        new NetnsFile("ip_-d_address_show", IpLink::addresses, net),
        new NetnsFile("ip_-s_-s_neigh_show", IpNeigh::withStatistics, net),
        new NetnsFile("ip_route_show_table_all", IpRoute::all, net),
        new NetnsFile("netstat_-W_-agn", NetstatGroups::groups, net),
        new NetnsFile("netstat_-W_-neopa", NetstatSockets::sockets, net),
        new NetnsFile("netstat_-s", NetstatStatistics::all, net),
        new NetnsFile("nstat_-zas", Nstat::nstat, net),
        new NetnsFile("ss_-peaonmi", Ss::sockets, net));
  }
}
