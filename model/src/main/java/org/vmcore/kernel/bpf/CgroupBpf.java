package org.vmcore.kernel.bpf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vmcore.kernel.cgroup.Cgroup;
import org.vmcore.kernel.list.HList;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Program;
import org.vmcore.model.Value;
import org.vmcore.types.EnumType;

/**
 * Programs attached to a control group, {@code struct cgroup_bpf}.
 *
 * @param attachType as bpftool has it: {@code cgroup_inet_egress}
 * @param attachFlags {@code BPF_F_ALLOW_*}
 */
public record CgroupBpf(BpfProg program, String attachType, long attachFlags) {

  /** Those of the group itself, by the kind of attachment. */
  public static List<CgroupBpf> of(Cgroup group) {
    List<CgroupBpf> attached = new ArrayList<>();
    if (!group.value().has("bpf.progs")) {
      return attached; // a kernel without CONFIG_CGROUP_BPF
    }
    Value lists = group.value().at("bpf.progs");
    for (int type = 0; type < lists.length(); type++) {
      for (Value entry : entries(lists.index(type))) {
        attached.add(of(group, type, entry));
      }
    }
    return attached;
  }

  /** Lists run round before 6.0. */
  private static List<Value> entries(Value head) {
    return head.has("first")
        ? HList.forEachEntry(head, "struct bpf_prog_list", "node")
        : ListHead.forEachEntry(head, "struct bpf_prog_list", "node");
  }

  private static CgroupBpf of(Cgroup group, int type, Value entry) {
    Value direct = entry.field("prog");
    Value program = direct.isNull() ? entry.at("link->link.prog") : direct;
    long flags = group.value().at("bpf.flags").index(type).asLong();
    String name = attachType(group.value().program(), type);
    return new CgroupBpf(new BpfProg(program.deref()), name, flags);
  }

  /** Kinds have numbers of their own since 5.15, before those of all attachments. */
  private static String attachType(Program kernel, int type) {
    boolean own = kernel.findEnumerator("CGROUP_INET_INGRESS").isPresent();
    EnumType types = kernel.enumerationOf(own ? "CGROUP_INET_INGRESS" : "BPF_CGROUP_INET_INGRESS");
    return types
        .nameOf(type)
        .map(name -> own ? name : name.replaceFirst("^BPF_", ""))
        .map(name -> name.toLowerCase(Locale.ROOT))
        .orElse("type " + type);
  }

  /** How the group's program and those below go together. */
  public String flagsText() {
    return switch ((int) attachFlags) {
      case 0 -> "";
      case 1 -> "override"; // BPF_F_ALLOW_OVERRIDE, include/uapi/linux/bpf.h
      case 2 -> "multi"; // BPF_F_ALLOW_MULTI
      default -> "unknown(" + Long.toHexString(attachFlags) + ")";
    };
  }
}
