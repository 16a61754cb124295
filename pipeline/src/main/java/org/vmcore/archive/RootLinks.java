package org.vmcore.archive;

import java.util.Map;
import java.util.TreeMap;

/** The links that {@code sos report} puts beside the folders for those who look in by hand. */
final class RootLinks {
  private static final Map<String, String> TARGETS = new TreeMap<>();

  static {
    TARGETS.put("date", "sos_commands/date/date");
    TARGETS.put("df", "sos_commands/filesys/df_-al_-x_autofs");
    TARGETS.put("free", "sos_commands/memory/free");
    TARGETS.put("hostname", "sos_commands/host/hostname");
    TARGETS.put("ip_addr", "sos_commands/networking/ip_-o_addr");
    TARGETS.put("ip_route", "sos_commands/networking/ip_route_show_table_all");
    TARGETS.put("last", "sos_commands/login/last_-F");
    TARGETS.put("lsmod", "sos_commands/kernel/lsmod");
    TARGETS.put("lsof", "sos_commands/process/lsof_M_-n_-l_-c");
    TARGETS.put("lspci", "sos_commands/pci/lspci_-nnvv");
    TARGETS.put("mount", "sos_commands/filesys/mount_-l");
    TARGETS.put("netstat", "sos_commands/networking/netstat_-W_-neopa");
    TARGETS.put("ps", "sos_commands/process/ps_auxwwwm");
    TARGETS.put("pstree", "sos_commands/process/pstree_-lp");
    TARGETS.put("uname", "sos_commands/kernel/uname_-a");
    TARGETS.put("uptime", "sos_commands/host/uptime");
  }

  private RootLinks() {}

  /** Link and target, ordered; the target is relative to the report's folder. */
  static Map<String, String> all() {
    return TARGETS;
  }
}
