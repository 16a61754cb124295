package org.vmcore.kernel.fs;

import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** A {@code struct mount}, {@code fs/mount.h}. */
public final class Mount {
  private static final long MNT_READONLY = 0x40; // include/linux/mount.h
  private static final long MNT_SHARED = 0x1000;
  private static final long MNT_UNBINDABLE = 0x2000;
  private static final int MAX_PEERS = 1 << 20;
  private static final String[] FLAGS = {
    ",nosuid", ",nodev", ",noexec", ",noatime", ",nodiratime", ",relatime", "", ",nosymfollow"
  };

  private final Value mount;

  Mount(Value mount) {
    this.mount = mount;
  }

  /** The {@code struct mount}. */
  public Value value() {
    return mount;
  }

  public int id() {
    return mount.field("mnt_id").asInt();
  }

  /** What it is mounted on; itself at the top. */
  public Mount parent() {
    return new Mount(mount.field("mnt_parent").deref());
  }

  /** The {@code struct dentry} at its root. */
  public Value root() {
    return mount.at("mnt.mnt_root").deref();
  }

  public SuperBlock superBlock() {
    return new SuperBlock(mount.at("mnt.mnt_sb"));
  }

  private long flags() {
    return mount.at("mnt.mnt_flags").asLong();
  }

  /** The mount alone is for reading only; its file system may be, too. */
  public boolean isReadOnly() {
    return (flags() & MNT_READONLY) != 0;
  }

  /** {@code show_mnt_opts()}, {@code fs/proc_namespace.c}. */
  public String flagOptions() {
    long flags = flags();
    StringBuilder options = new StringBuilder();
    for (int bit = 0; bit < FLAGS.length; bit++) {
      options.append((flags >> bit & 1) != 0 ? FLAGS[bit] : "");
    }
    return options.append(isIdMapped() ? ",idmapped" : "").toString();
  }

  /** {@code is_idmapped_mnt()}, 5.12+. */
  private boolean isIdMapped() {
    Program kernel = mount.program();
    if (mount.has("mnt.mnt_idmap")) {
      return mount.at("mnt.mnt_idmap").asLong() != kernel.address("nop_mnt_idmap");
    }
    return mount.has("mnt.mnt_userns")
        && mount.at("mnt.mnt_userns").asLong() != superBlock().value().field("s_user_ns").asLong();
  }

  /** Whether it shares events with its peers: {@code mnt_t_flags} since 6.17. */
  boolean isShared() {
    return mount.has("mnt_t_flags")
        ? (mount.field("mnt_t_flags").asLong() & mount.program().enumerator("T_SHARED")) != 0
        : (flags() & MNT_SHARED) != 0;
  }

  private boolean isUnbindable() {
    return mount.has("mnt_t_flags")
        ? (mount.field("mnt_t_flags").asLong() & mount.program().enumerator("T_UNBINDABLE")) != 0
        : (flags() & MNT_UNBINDABLE) != 0;
  }

  private int groupId() {
    return mount.field("mnt_group_id").asInt();
  }

  private Optional<Mount> master() {
    Value master = mount.field("mnt_master");
    return master.isNull() ? Optional.empty() : Optional.of(new Mount(master.deref()));
  }

  /** The optional fields of {@code mountinfo}: {@code " shared:1 master:2"}, or empty. */
  public String propagation(DPath names) {
    StringBuilder fields = new StringBuilder();
    if (isShared()) {
      fields.append(" shared:").append(groupId());
    }
    master().ifPresent(master -> appendMaster(master, names, fields));
    return fields.append(isUnbindable() ? " unbindable" : "").toString();
  }

  private void appendMaster(Mount master, DPath names, StringBuilder fields) {
    fields.append(" master:").append(master.groupId());
    OptionalInt dominating = dominatingId(master, names);
    if (dominating.isPresent() && dominating.getAsInt() != master.groupId()) {
      fields.append(" propagate_from:").append(dominating.getAsInt());
    }
  }

  /** {@code get_dominating_id()}, {@code fs/pnode.c}. */
  private OptionalInt dominatingId(Mount nearest, DPath names) {
    Set<Long> seen = new HashSet<>();
    Optional<Mount> master = Optional.of(nearest);
    while (master.isPresent()) {
      if (!seen.add(master.get().mount.address())) {
        throw new Malformed("masters run in a circle", "struct mount", mount.address());
      }
      Optional<Mount> peer = master.get().peerUnderRoot(mount.field("mnt_ns").asLong(), names);
      if (peer.isPresent()) {
        return OptionalInt.of(peer.get().groupId());
      }
      master = master.get().master();
    }
    return OptionalInt.empty();
  }

  /** {@code get_peer_under_root()}: of the ring of peers, the first that can be seen. */
  private Optional<Mount> peerUnderRoot(long namespace, DPath names) {
    Mount peer = this;
    for (int i = 0; i < MAX_PEERS; i++) {
      if (peer.mount.field("mnt_ns").asLong() == namespace && names.reachesMount(peer.mount)) {
        return Optional.of(peer);
      }
      peer =
          new Mount(
              peer.mount.field("mnt_share").field("next").containerOf("struct mount", "mnt_share"));
      if (peer.mount.address() == mount.address()) {
        return Optional.empty();
      }
    }
    throw new Malformed("peers run in a circle", "struct mount", mount.address());
  }

  /** The root within its file system, as {@code mountinfo} shows it; escaped. */
  public String rootWithinFileSystem() {
    String path =
        switch (superBlock().operation("show_path")) {
          case "nsfs_show_path" -> new PseudoNames(mount.program()).of(root());
          case "nfs_show_path" -> "/";
          case "aafs_show_path" ->
              "apparmorfs:["
                  + Long.toUnsignedString(root().field("d_inode").field("i_ino").asLong())
                  + "]";
          case "kernfs_sop_show_path" -> KernfsMount.of(superBlock()).pathOf(root());
          default -> DPath.withinFileSystem(root());
        };
    return SeqEscape.path(path);
  }
}
