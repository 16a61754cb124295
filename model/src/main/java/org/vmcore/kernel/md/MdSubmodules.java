package org.vmcore.kernel.md;

import java.util.List;
import org.vmcore.kernel.tree.XArray;
import org.vmcore.model.Program;

/**
 * {@code md_submodule}, {@code drivers/md/md.c}: since 6.15 the levels are of one kind of module.
 */
final class MdSubmodules {
  private MdSubmodules() {}

  static List<String> personalities(Program kernel) {
    long kind = kernel.enumerator("MD_PERSONALITY");
    return XArray.entries(kernel.object("struct xarray", kernel.address("md_submodule"))).stream()
        .map(slot -> slot.as("struct md_submodule_head"))
        .filter(head -> head.field("type").asLong() == kind)
        .map(head -> head.field("name").asString())
        .toList();
  }
}
