package org.vmcore.emit;

import java.util.Arrays;

/** The parts of a report that can be chosen on the command line. */
public enum Plugin {
  KERNEL_INFO("kernel_info", "", "identity of the crashed kernel and its log"),
  VMCORE_PROCFS("vmcore_procfs", "proc/", "files of /proc"),
  VMCORE_SYSFS("vmcore_sysfs", "sys/", "files of /sys"),
  VMCORE_COMMANDS("vmcore_commands", "sos_commands/", "what commands would have printed"),
  VMCORE_PLUGINS("vmcore_plugins", "plugins/", "what only a dump can tell: locks, requests");

  private final String pluginName;
  private final String prefix;
  private final String about;

  Plugin(String pluginName, String prefix, String about) {
    this.pluginName = pluginName;
    this.prefix = prefix;
    this.about = about;
  }

  /** As on the command line. */
  public String pluginName() {
    return pluginName;
  }

  /** One line for {@code --list-plugins}. */
  public String about() {
    return about;
  }

  static Plugin of(String path) {
    return Arrays.stream(values())
        .filter(plugin -> !plugin.prefix.isEmpty() && path.startsWith(plugin.prefix))
        .findFirst()
        .orElse(KERNEL_INFO);
  }
}
