package org.vmcore.emit.proc.net;

import java.util.List;
import java.util.stream.Collectors;
import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.model.Entries;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code /proc/net/netfilter/nf_log} as {@code seq_show()}, {@code net/netfilter/nf_log.c}. */
final class NfLog {
  @Emits(
      value = "proc/net/netfilter/nf_log",
      needs = {"nf_log_net_ops", "loggers"})
  void loggers(Program kernel, Text out) {
    List<Value> known =
        kernel.symbols("loggers").stream()
            .filter(NfLog::isOfNetfilter)
            .flatMap(array -> array.elements().stream())
            .toList();
    List<Value> used = NetNamespaces.ofReader(kernel).at("nf.nf_loggers").elements();
    for (int family = 0; family < used.size(); family++) {
      Value logger = used.get(family);
      String names =
          Entries.at(known, family, "loggers").elements().stream()
              .filter(one -> !one.isNull())
              .map(one -> one.field("name").asString())
              .collect(Collectors.joining(","));
      String name = logger.isNull() ? "NONE" : logger.field("name").asString();
      out.line("%2lld %s (%s)", family, name, names);
    }
  }

  private static boolean isOfNetfilter(Value array) {
    return array.type().spelling().contains("nf_logger");
  }
}
