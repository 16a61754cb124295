package org.vmcore.emit.sys.mm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.kernel.mm.HugePagePool;
import org.vmcore.kernel.mm.Node;
import org.vmcore.model.Program;

/** Huge pages set aside, on the machine and on each node: {@code mm/hugetlb_sysfs.c}. */
final class HugePageFiles {
  private static final List<String> ON_MACHINE =
      List.of(
          "free_hugepages",
          "nr_hugepages",
          "nr_overcommit_hugepages",
          "resv_hugepages",
          "surplus_hugepages");
  private static final List<String> ON_NODE =
      List.of("free_hugepages", "nr_hugepages", "surplus_hugepages");

  /** A file. */
  record File(HugePagePool pool, String name) {
    /** {@code nr_hugepages} is {@code nr_huge_pages} in {@code struct hstate}. */
    String member() {
      return name.replace("_mempolicy", "").replace("hugepages", "huge_pages");
    }
  }

  /** A file of a node. */
  record NodeFile(Node node, File file) {}

  @EmitsMany(path = "sys/kernel/mm/hugepages/{dev}/{name}", each = OfMachine.class)
  void ofMachine(Program kernel, File file, Text out) {
    if (file.name().equals("demote_size")) {
      demoteSize(kernel, file, out);
    } else {
      out.line("%lu", file.pool().number(file.member()));
    }
  }

  @EmitsMany(
      path = "sys/devices/system/node/node{node}/hugepages/{dev}/{name}",
      each = OfNodes.class)
  void ofNode(Program kernel, NodeFile file, Text out) {
    if (file.file().name().equals("demote_size")) {
      demoteSize(kernel, file.file(), out);
    } else {
      out.line("%lu", file.file().pool().number(file.file().member() + "_node", file.node().id()));
    }
  }

  private static void demoteSize(Program kernel, File file, Text out) {
    long kb = (long) kernel.pageSizeBytes() << file.pool().demoteOrder() >> 10;
    out.line("%lukB", kb);
  }

  private static List<File> files(HugePagePool pool, List<String> names) {
    List<File> files = new ArrayList<>();
    names.forEach(name -> files.add(new File(pool, name)));
    if (pool.demoteOrder() != 0) {
      files.add(new File(pool, "demote_size"));
    }
    return files;
  }

  /** Pools with their files. */
  @Enumerates({"dev", "name"})
  static final class OfMachine implements Enumerator<File> {
    @Override
    public List<Key<File>> keys(Program kernel) {
      List<String> names = new ArrayList<>(ON_MACHINE);
      if (kernel.hasSymbol("node_devices")) {
        names.add("nr_hugepages_mempolicy");
      }
      return HugePagePool.of(kernel).stream()
          .flatMap(pool -> files(pool, names).stream())
          .map(file -> Key.of(file.pool().name(), file.name(), file))
          .sorted(Comparator.comparing(key -> String.join("/", key.names())))
          .toList();
    }
  }

  /** Nodes with memory, pools and their files. */
  @Enumerates({"node", "dev", "name"})
  static final class OfNodes implements Enumerator<NodeFile> {
    @Override
    public List<Key<NodeFile>> keys(Program kernel) {
      List<Key<NodeFile>> keys = new ArrayList<>();
      for (Node node : HugePagePool.nodesWithFiles(kernel)) {
        for (HugePagePool pool : HugePagePool.of(kernel)) {
          for (File file : files(pool, ON_NODE)) {
            List<String> names = List.of(Integer.toString(node.id()), pool.name(), file.name());
            keys.add(new Key<>(names, new NodeFile(node, file)));
          }
        }
      }
      return keys;
    }
  }
}
