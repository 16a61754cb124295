package org.vmcore.kernel.net;

import java.util.List;

/** The counters of a protocol in their order: two lines of {@code /proc/net/snmp}. */
public record SnmpGroup(String protocol, List<SnmpCounter> counters) {
  public SnmpGroup {
    counters = List.copyOf(counters);
  }
}
