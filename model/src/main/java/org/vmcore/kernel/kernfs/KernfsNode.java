package org.vmcore.kernel.kernfs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.vmcore.kernel.rbtree.RbTree;
import org.vmcore.model.Malformed;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Value;

/** A {@code struct kernfs_node}, {@code include/linux/kernfs.h}: a file, directory or link. */
public final class KernfsNode {
  private static final int KERNFS_DIR = 1; // enum kernfs_node_type
  private static final int KERNFS_FILE = 2;
  private static final int KERNFS_LINK = 4;
  private static final int S_IRUGO = 0444; // include/linux/stat.h

  private static final int MAX_DEPTH = 4096;

  private final Value node;

  /**
   * @param node the {@code struct kernfs_node}, or a pointer to it that is not NULL
   */
  public KernfsNode(Value node) {
    this.node = node.type().asStruct().isPresent() ? node : node.deref();
  }

  /** The directory of a {@code struct kobject}; empty when it is not in sysfs. */
  public static Optional<KernfsNode> ofKobject(Value kobject) {
    Value directory = kobject.field("sd");
    return directory.isNull() ? Optional.empty() : Optional.of(new KernfsNode(directory));
  }

  /** The {@code struct kernfs_node}. */
  public Value value() {
    return node;
  }

  public String name() {
    return node.field("name").asString();
  }

  public boolean isDirectory() {
    return (node.field("flags").asLong() & KERNFS_DIR) != 0;
  }

  public boolean isLink() {
    return (node.field("flags").asLong() & KERNFS_LINK) != 0;
  }

  public boolean isFile() {
    return (node.field("flags").asLong() & KERNFS_FILE) != 0;
  }

  /** Whether somebody may read the file; one that is hidden cannot be opened. */
  public boolean isReadable() {
    boolean hidden =
        node.program().findEnumerator("KERNFS_HIDDEN").stream()
            .anyMatch(flag -> (node.field("flags").asLong() & flag) != 0);
    return !hidden && (node.field("mode").asLong() & S_IRUGO) != 0;
  }

  /** {@code kernfs_ino()}: its inode number; {@code id} is a union of two halves before 5.6. */
  public long ino() {
    Value id = node.field("id");
    return id.has("id") ? id.field("id").asLong() : id.asLong();
  }

  /** What the owner of the tree keeps with the node, of a type that only he knows. */
  public Value priv() {
    return node.field("priv");
  }

  /** What a link leads to. */
  public KernfsNode target() {
    return new KernfsNode(node.at("symlink.target_kn"));
  }

  /** The entry of this name in a directory. */
  public Optional<KernfsNode> child(String name) {
    return children().stream().filter(child -> child.name().equals(name)).findFirst();
  }

  /** {@code kernfs_path()}: from the root of the hierarchy on, {@code "/"} for the root itself. */
  public String path() {
    Deque<String> names = new ArrayDeque<>();
    Value current = node;
    Value parent = parentOf(current);
    while (!parent.isNull()) {
      if (names.size() == MAX_DEPTH) {
        throw new Malformed(
            "directories run into each other", "struct kernfs_node", node.address());
      }
      names.push(current.field("name").asString());
      current = parent.deref();
      parent = parentOf(current);
    }
    return "/" + String.join("/", names);
  }

  /** {@code parent}, or {@code __parent} since 6.15. */
  private static Value parentOf(Value node) {
    return MemberVariants.first(node, "__parent", "parent");
  }

  /** Entries of a directory in the order in which {@code readdir()} gives them: by hash. */
  public List<KernfsNode> children() {
    if (!isDirectory()) {
      return List.of();
    }
    return RbTree.inOrder(node.at("dir.children"), "struct kernfs_node", "rb").stream()
        .map(KernfsNode::new)
        .toList();
  }
}
