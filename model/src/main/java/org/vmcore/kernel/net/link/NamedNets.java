package org.vmcore.kernel.net.link;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.kernel.fs.DPath;
import org.vmcore.kernel.fs.Mounts;
import org.vmcore.kernel.net.NetNamespaces;
import org.vmcore.kernel.tree.Idr;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Namespaces that {@code ip netns} gave names: files of nsfs mounted below {@code /run/netns}. */
public final class NamedNets {
  private static final List<String> DIRECTORIES = List.of("/run/netns/", "/var/run/netns/");

  private final Map<String, Value> byName;

  private NamedNets(Map<String, Value> byName) {
    this.byName = Collections.unmodifiableMap(byName);
  }

  public static NamedNets of(Program kernel) {
    return kernel.computed(NamedNets.class, NamedNets::find);
  }

  private static NamedNets find(Program kernel) {
    List<Value> nets = NetNamespaces.all(kernel);
    List<Value> mounts = new ArrayList<>(Mounts.ofFirstProcess(kernel));
    Collections.reverse(mounts); // a directory in memory shows its newest entry first
    Map<String, Value> byName = new LinkedHashMap<>();
    for (Value mount : mounts) {
      if (isNsfs(mount)) {
        String path = DPath.of(kernel).ofMount(mount);
        for (String directory : DIRECTORIES) {
          if (path.startsWith(directory)) {
            String name = path.substring(directory.length());
            ofInode(mount.at("mnt.mnt_root->d_inode"), nets)
                .ifPresent(net -> byName.putIfAbsent(name, net));
          }
        }
      }
    }
    return new NamedNets(byName);
  }

  private static boolean isNsfs(Value mount) {
    return mount.at("mnt.mnt_sb->s_type->name").asString().equals("nsfs");
  }

  /** The number of an inode of nsfs is that of its namespace. */
  private static Optional<Value> ofInode(Value inode, List<Value> nets) {
    long number = inode.field("i_ino").asLong();
    return nets.stream().filter(net -> NetNamespaces.inum(net) == number).findFirst();
  }

  /** Names and {@code struct net}s, newest first. */
  public Map<String, Value> all() {
    return byName;
  }

  public Optional<String> name(Value net) {
    return byName.entrySet().stream()
        .filter(entry -> entry.getValue().address() == net.address())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** {@code peernet2id()}: the number by which a namespace knows another. */
  public static OptionalLong id(Value net, Value other) {
    return Idr.entries(net.field("netns_ids")).stream()
        .filter(slot -> slot.entry() == other.address())
        .mapToLong(slot -> slot.index())
        .findFirst();
  }
}
