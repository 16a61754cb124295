package org.vmcore.kernel.sysctl;

import java.util.StringJoiner;
import java.util.function.Predicate;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Handlers of {@code net.ipv4.tcp_*} and {@code net.mptcp.*}. */
final class TcpHandlers {
  private static final int NON_RESTRICTED = 1; // TCP_CONG_NON_RESTRICTED, include/net/tcp.h
  private static final int KEY_WORDS = 4; // TCP_FASTOPEN_KEY_LENGTH

  private TcpHandlers() {}

  static void register(SysctlValues.Registry registry) {
    registry.add(VectorHandlers::ints, "proc_tfo_blackhole_detect_timeout");
    registry.add(TcpHandlers::congestionControl, "proc_tcp_congestion_control");
    registry.add(
        entry -> controls(entry, control -> true), "proc_tcp_available_congestion_control");
    registry.add(
        entry -> controls(entry, c -> (c.field("flags").asLong() & NON_RESTRICTED) != 0),
        "proc_allowed_congestion_control");
    registry.add(
        entry -> names(entry.kernel(), "tcp_ulp_list", "struct tcp_ulp_ops", ulp -> true),
        "proc_tcp_available_ulp");
    registry.add(TcpHandlers::fastOpenKeys, "proc_tcp_fastopen_key");
    registry.add(TcpHandlers::ehashEntries, "proc_tcp_ehash_entries");
    registry.add(TcpHandlers::udpHashEntries, "proc_udp_hash_entries");
    registry.add(VectorHandlers::bytes, "proc_pm_type");
    registry.add(TcpHandlers::mptcpName, "proc_scheduler", "proc_path_manager");
    registry.add(
        entry ->
            names(entry.kernel(), "mptcp_sched_list", "struct mptcp_sched_ops", scheduler -> true),
        "proc_available_schedulers");
    registry.add(
        entry -> names(entry.kernel(), "mptcp_pm_list", "struct mptcp_pm_ops", manager -> true),
        "proc_available_path_managers");
    registry.add(VectorHandlers::uints, "proc_blackhole_detect_timeout");
  }

  private static String congestionControl(SysctlEntry entry) {
    Value control = entry.net().at("ipv4.tcp_congestion_control");
    return (control.isNull() ? "" : control.field("name").asString()) + "\n";
  }

  private static String controls(SysctlEntry entry, Predicate<Value> test) {
    return names(entry.kernel(), "tcp_cong_list", "struct tcp_congestion_ops", test);
  }

  private static String names(Program kernel, String list, String type, Predicate<Value> test) {
    StringJoiner names = new StringJoiner(" ");
    for (Value item : ListHead.forEachEntry(kernel.symbol(list), type, "list")) {
      if (test.test(item)) {
        names.add(item.field("name").asString());
      }
    }
    return names + "\n";
  }

  /** {@code proc_tcp_fastopen_key()}: words of the keys, zeros where no key was made yet. */
  private static String fastOpenKeys(SysctlEntry entry) {
    Value context = entry.net().at("ipv4.tcp_fastopen_ctx");
    if (context.isNull()) {
      return "00000000-00000000-00000000-00000000\n";
    }
    StringJoiner keys = new StringJoiner(",", "", "\n");
    int count = context.has("num") ? context.field("num").asInt() : 1;
    for (int i = 0; i < Math.min(count, context.field("key").length()); i++) {
      StringJoiner words = new StringJoiner("-");
      long start = context.field("key").index(i).address();
      for (int word = 0; word < KEY_WORDS; word++) {
        words.add(littleEndianHex(entry.kernel().memory().read(start + 4L * word, 4)));
      }
      keys.add(words.toString());
    }
    return keys.toString();
  }

  private static String littleEndianHex(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (int i = bytes.length - 1; i >= 0; i--) {
      text.append(Character.forDigit(bytes[i] >> 4 & 0xf, 16));
      text.append(Character.forDigit(bytes[i] & 0xf, 16));
    }
    return text.toString();
  }

  /** Negative for a namespace that shares the first one's table. */
  private static String ehashEntries(SysctlEntry entry) {
    Value net = entry.net();
    Value table = net.at("ipv4.tcp_death_row.hashinfo");
    long entries = (table.field("ehash_mask").asLong() & 0xffffffffL) + 1;
    boolean own =
        net.address() == entry.kernel().symbol("init_net").address()
            || table.field("pernet").asBoolean();
    return (own ? entries : -entries) + "\n";
  }

  private static String udpHashEntries(SysctlEntry entry) {
    Value net = entry.net();
    Value table = net.at("ipv4.udp_table");
    long entries = (table.field("mask").asLong() & 0xffffffffL) + 1;
    boolean shared =
        net.address() != entry.kernel().symbol("init_net").address()
            && table.asLong() == entry.kernel().symbol("udp_table").address();
    return (shared ? -entries : entries) + "\n";
  }

  /** The handler's data is the name itself. */
  private static String mptcpName(SysctlEntry entry) {
    return VectorHandlers.string(entry);
  }
}
