package org.vmcore.emit.commands.networking;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.NotReconstructable;
import org.vmcore.emit.Text;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.net.NetDevice;
import org.vmcore.kernel.net.qdisc.Qdisc;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code tc -s filter show dev}: nothing where there are no filters; others are not shown yet. */
final class TcFilter {
  /** Where disciplines keep their {@code struct tcf_block}: type and member. */
  private static final Map<String, List<String>> BLOCKS =
      Map.of(
          "fq_codel", List.of("struct fq_codel_sched_data", "block"),
          "htb", List.of("struct htb_sched", "block"),
          "prio", List.of("struct prio_sched_data", "block"),
          "ingress", List.of("struct ingress_sched_data", "block"),
          "clsact", List.of("struct clsact_sched_data", "ingress_block"));

  private static final List<String> WITHOUT =
      List.of("noqueue", "noop", "mq", "pfifo_fast", "pfifo", "bfifo", "netem", "tbf", "fq");

  @EmitsMany(
      path = "sos_commands/networking/tc_-s_filter_show_dev_{dev}",
      each = EthtoolDevices.class)
  void root(Program kernel, NetDevice device, Text out) {
    Value root = device.value().field("qdisc");
    if (!root.isNull()) {
      checkEmpty(new Qdisc(root.deref()));
    }
  }

  @EmitsMany(
      path = "sos_commands/networking/tc_-s_filter_show_dev_{dev}_ingress",
      each = EthtoolDevices.class)
  void ingress(Program kernel, NetDevice device, Text out) {
    Value dev = device.value();
    if (dev.has("ingress_queue") && !dev.field("ingress_queue").isNull()) {
      Value sleeping = dev.at("ingress_queue->qdisc_sleeping");
      if (!sleeping.isNull()) {
        checkEmpty(new Qdisc(sleeping.deref()));
      }
    }
  }

  private static void checkEmpty(Qdisc qdisc) {
    if (WITHOUT.contains(qdisc.kind())) {
      return;
    }
    List<String> place =
        Optional.ofNullable(BLOCKS.get(qdisc.kind()))
            .orElseThrow(() -> new NotReconstructable("filters of " + qdisc.kind()));
    Value block = qdisc.priv(place.get(0)).field(place.get(1));
    if (!block.isNull()) {
      for (Value chain :
          ListHead.forEachEntry(block.field("chain_list"), "struct tcf_chain", "list")) {
        if (!chain.field("filter_chain").isNull()) {
          throw new NotReconstructable("there are filters, which cannot be shown yet");
        }
      }
    }
  }
}
