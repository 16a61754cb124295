package org.vmcore.kernel.kernfs;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.rbtree.RbTree;
import org.vmcore.model.Malformed;
import org.vmcore.model.Value;

/** A {@code struct simple_xattr}, {@code fs/xattr.c}: an extended attribute of a node. */
public record KernfsXattr(String name, byte[] value) {
  private static final int MAX_BYTES = 64 << 10; // XATTR_SIZE_MAX, include/uapi/linux/limits.h

  /** {@code simple_xattr_list()}: all of a node, in the kernel's order. */
  public static List<KernfsXattr> of(KernfsNode node) {
    Value attributes = node.value().field("iattr");
    if (attributes.isNull()) {
      return List.of();
    }
    Value xattrs = attributes.field("xattrs");
    List<Value> found;
    if (xattrs.has("rb_root")) { // 6.2+
      found = RbTree.inOrder(xattrs.field("rb_root"), "struct simple_xattr", "rb_node");
    } else if (xattrs.has("head")) {
      found = ListHead.forEachEntry(xattrs.field("head"), "struct simple_xattr", "list");
    } else {
      found = ListHead.forEachEntry(xattrs, "struct simple_xattr", "node");
    }
    return found.stream().map(KernfsXattr::read).toList();
  }

  private static KernfsXattr read(Value xattr) {
    long sizeBytes = xattr.field("size").asLong();
    if (sizeBytes < 0 || sizeBytes > MAX_BYTES) {
      throw new Malformed("absurd size of " + sizeBytes, "struct simple_xattr", xattr.address());
    }
    return new KernfsXattr(xattr.field("name").asString(), xattr.field("value").bytes(sizeBytes));
  }

  /** The value as text, a char for each byte. */
  public String text() {
    return new String(value, StandardCharsets.ISO_8859_1);
  }
}
