package org.vmcore.emit.proc;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.rbtree.RbTree;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code /proc/key-users}: {@code proc_key_users_show()}, {@code security/keys/proc.c}. */
final class KeyUsers {
  @Emits("proc/key-users")
  void keyUsers(Program kernel, Text out) {
    for (Value user : RbTree.inOrder(kernel.symbol("key_user_tree"), "struct key_user", "node")) {
      long uid = user.at("uid.val").asLong();
      String limit = uid == 0 ? "key_quota_root_" : "key_quota_";
      out.line(
          "%5u: %5d %d/%d %d/%d %d/%d",
          uid,
          user.at("usage.refs.counter").asInt(),
          user.at("nkeys.counter").asInt(),
          user.at("nikeys.counter").asInt(),
          user.field("qnkeys").asInt(),
          kernel.symbol(limit + "maxkeys").asInt(),
          user.field("qnbytes").asInt(),
          kernel.symbol(limit + "maxbytes").asInt());
    }
  }
}
