package org.vmcore.kernel.recovery;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vmcore.debuginfo.Symbol;
import org.vmcore.dump.MemoryFault;
import org.vmcore.model.Program;
import org.vmcore.paging.MemorySearch;

/**
 * Tables of texts: arrays of {@code char *}, or of structures that begin with one. Each is known by
 * its first texts; no kernel has two tables that begin with the same.
 */
final class TextTables {
  private static final int MAX_TEXTS = 64; // names share their ends, and may occur anywhere
  private static final int MAX_ENTRIES = 1024;
  private static final int POINTER_BYTES = 8;
  private static final int PAIR_BYTES = 16; // struct snmp_mib and the like: char *, int

  private static final List<Table> TABLES =
      List.of(
          array("softirq_to_name", "HI", "TIMER", "NET_TX"),
          array("migratetype_names", "Unmovable", "Movable", "Reclaimable"),
          array("ipi_types", "Rescheduling interrupts", "Function call interrupts"),
          array("hwcap_str", "fp", "asimd", "evtstrm"),
          array("sched_feat_names", "GENTLE_FAIR_SLEEPERS", "START_DEBIT"),
          array("trace_options", "print-parent", "sym-offset", "sym-addr"),
          array("memcg1_stat_names", "cache", "rss", "rss_huge"),
          array("lockdown_reasons", "none", "unsigned module loading"),
          array("aer_correctable_error_string", "RxErr"),
          array("rdmacg_resource_names", "hca_handle", "hca_object"),
          array("online_type_to_str", "offline", "online", "online_kernel"),
          array("pidns_for_children_operations", "pid_for_children", "pid"),
          array("timens_for_children_operations", "time_for_children", "time"),
          pairs("memory_stats", "anon", "file", "kernel"),
          pairs("snmp4_ipstats_list", "InReceives", "InHdrErrors"),
          pairs("snmp4_ipextstats_list", "InNoRoutes", "InTruncatedPkts"),
          pairs("snmp4_net_list", "SyncookiesSent", "SyncookiesRecv"),
          pairs("snmp4_tcp_list", "RtoAlgorithm", "RtoMin"),
          pairs("snmp4_udp_list", "InDatagrams", "NoPorts"),
          pairs("icmpmibmap", "DestUnreachs", "TimeExcds"),
          pairs("snmp6_ipstats_list", "Ip6InReceives", "Ip6InHdrErrors"),
          pairs("snmp6_icmp6_list", "Icmp6InMsgs", "Icmp6InErrors"),
          pairs("snmp6_udp6_list", "Udp6InDatagrams", "Udp6NoPorts"),
          pairs("snmp6_udplite6_list", "UdpLite6InDatagrams", "UdpLite6NoPorts"),
          pairs("mptcp_snmp_list", "MPCapableSYNRX", "MPCapableSYNTX"),
          pairs("xfrm_mib_list", "XfrmInError", "XfrmInBufferError"));

  private static final String VMSTAT_TEXT = "vmstat_text";

  /** The kinds of counters that {@code vmstat_text} has names of, {@code mm/vmstat.c}. */
  private static final List<String> VMSTAT_KINDS =
      List.of(
          "NR_VM_ZONE_STAT_ITEMS",
          "NR_VM_NUMA_EVENT_ITEMS",
          "NR_VM_NODE_STAT_ITEMS",
          "NR_VM_WRITEBACK_STAT_ITEMS",
          "NR_VM_STAT_ITEMS",
          "NR_VM_EVENT_ITEMS");

  private record Table(String name, int entryBytes, List<String> first) {}

  private final Evidence evidence;
  private final Program kernel;
  private final MemorySearch image;

  private TextTables(Evidence evidence) {
    this.evidence = evidence;
    this.kernel = evidence.kernel();
    this.image = evidence.image();
  }

  private static Table array(String name, String... first) {
    return new Table(name, POINTER_BYTES, List.of(first));
  }

  private static Table pairs(String name, String... first) {
    return new Table(name, PAIR_BYTES, List.of(first));
  }

  static List<Symbol> of(Evidence evidence) {
    return new TextTables(evidence).find();
  }

  private List<Symbol> find() {
    List<Table> tables = new ArrayList<>(TABLES);
    tables.add(array(VMSTAT_TEXT, "nr_free_pages", "nr_zone_inactive_anon"));
    Map<Long, String> texts = texts(tables);
    List<Symbol> found = new ArrayList<>();
    Set<String> named = new HashSet<>();
    image.scan(
        POINTER_BYTES,
        POINTER_BYTES,
        (block, at, address) -> {
          String first = texts.get(evidence.number(block, at));
          if (first != null) {
            for (Table table : tables) {
              if (table.first().get(0).equals(first)
                  && !named.contains(table.name())
                  && begins(table, address)) {
                named.add(table.name());
                found.add(symbol(table, address));
              }
            }
          }
          return true;
        });
    return found;
  }

  /** Where the first text of a table may lie. */
  private Map<Long, String> texts(List<Table> tables) {
    List<String> first = tables.stream().map(table -> table.first().get(0)).distinct().toList();
    List<byte[]> wanted =
        first.stream().map(text -> (text + "\0").getBytes(StandardCharsets.ISO_8859_1)).toList();
    List<List<Long>> places = image.all(wanted, MAX_TEXTS);
    Map<Long, String> texts = new HashMap<>();
    for (int i = 0; i < first.size(); i++) {
      for (long place : places.get(i)) {
        texts.put(place, first.get(i));
      }
    }
    return texts;
  }

  private boolean begins(Table table, long address) {
    try {
      for (int i = 0; i < table.first().size(); i++) {
        String text = table.first().get(i);
        long pointer = kernel.memory().u64(address + (long) i * table.entryBytes());
        if (pointer == 0 || !kernel.cString(pointer, text.length() + 1).equals(text)) {
          return false;
        }
      }
      return true;
    } catch (MemoryFault elsewhere) {
      return false;
    }
  }

  private Symbol symbol(Table table, long address) {
    long sizeBytes =
        table.name().equals(VMSTAT_TEXT)
            ? POINTER_BYTES * nrVmstatTexts()
            : sizeBytes(table, address);
    Symbol.Placement placement = Symbol.Placement.RELOCATED_DATA;
    return new Symbol(table.name(), address, sizeBytes, true, placement);
  }

  private long nrVmstatTexts() {
    return VMSTAT_KINDS.stream().mapToLong(kind -> kernel.findEnumerator(kind).orElse(0)).sum();
  }

  /** As long as texts follow; what ends a table of pairs belongs to it. */
  private long sizeBytes(Table table, long address) {
    long end = address;
    try {
      for (int i = 0; i < MAX_ENTRIES; i++) {
        long pointer = kernel.memory().u64(end);
        if (pointer == 0 && table.entryBytes() == PAIR_BYTES) {
          return end + PAIR_BYTES - address;
        }
        if (!image.spans(pointer) || !Evidence.isPrintable(kernel.cString(pointer, 64))) {
          break;
        }
        end += table.entryBytes();
      }
    } catch (MemoryFault elsewhere) {
      return end - address;
    }
    return end - address;
  }
}
