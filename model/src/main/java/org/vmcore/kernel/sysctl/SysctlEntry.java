package org.vmcore.kernel.sysctl;

import java.util.List;
import org.vmcore.model.Program;
import org.vmcore.model.SymbolAt;
import org.vmcore.model.Value;

/** A file of the tree: a {@code struct ctl_table}, {@code include/linux/sysctl.h}. */
public final class SysctlEntry {
  private static final int READ_BY_ANYONE = 0444;

  private final List<String> path;
  private final Value table;
  private final Value set;

  /**
   * @param path names from the root of the tree on
   * @param table the {@code struct ctl_table}
   * @param set the {@code struct ctl_table_set} it is registered in
   */
  SysctlEntry(List<String> path, Value table, Value set) {
    this.path = List.copyOf(path);
    this.table = table;
    this.set = set;
  }

  /** Names from the root on: {@code kernel}, {@code hostname}. */
  public List<String> path() {
    return path;
  }

  /** The last name of the path. */
  public String name() {
    return path.get(path.size() - 1);
  }

  /** The {@code struct ctl_table}. */
  public Value table() {
    return table;
  }

  public Program kernel() {
    return table.program();
  }

  /** Whether root may read the file; some are for writing only. */
  public boolean isReadable() {
    return (table.field("mode").asLong() & READ_BY_ANYONE) != 0;
  }

  /** Name of the function that reads and writes the value: {@code proc_dointvec}. */
  public String handler() {
    String symbol =
        kernel()
            .symbolAt(table.field("proc_handler").asLong())
            .filter(at -> at.offsetBytes() == 0)
            .map(SymbolAt::name)
            .orElse("");
    int suffix = symbol.indexOf('.'); // of a compiler's copy: .constprop.0
    return suffix > 0 ? symbol.substring(0, suffix) : symbol;
  }

  /** {@code ctl_table.data}: where the value is, 0 for a handler that knows by itself. */
  public long data() {
    return table.field("data").asLong();
  }

  /** {@code ctl_table.maxlen}: bytes of the value. */
  public int maxlen() {
    return table.field("maxlen").asInt();
  }

  /** The value as an object of this type. */
  public Value data(String type) {
    return kernel().object(type, data());
  }

  /** The network namespace that the entry belongs to; the first one's for entries of no other. */
  public Value net() {
    Value initial = kernel().symbol("init_net");
    long inside = kernel().offsetOf("struct net", "sysctls");
    boolean ofNet =
        set.at("dir.header.root").asLong() == initial.at("sysctls.dir.header.root").asLong();
    return ofNet ? kernel().object("struct net", set.address() - inside) : initial;
  }

  @Override
  public String toString() {
    return "sysctl " + String.join("/", path);
  }
}
