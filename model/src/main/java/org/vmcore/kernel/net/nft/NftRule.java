package org.vmcore.kernel.net.nft;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** A {@code struct nft_rule}: expressions one behind the other. */
public record NftRule(Value value) {
  private static final int MAX_RULE_BYTES = 1 << 12; // dlen has 12 bits

  public long handle() {
    return value.field("handle").asLong();
  }

  /**
   * @throws Malformed when they do not fill the rule
   */
  public List<NftExpr> expressions() {
    Program kernel = value.program();
    long start = value.address() + kernel.offsetOf("struct nft_rule", "data");
    long sizeBytes = Math.min(MAX_RULE_BYTES, value.field("dlen").asLong());
    List<NftExpr> expressions = new ArrayList<>();
    for (long at = 0; at < sizeBytes; ) {
      Value expr = kernel.object("struct nft_expr", start + at);
      Value ops = expr.field("ops");
      expressions.add(new NftExpr(expr));
      long size = ops.field("size").asLong();
      if (size <= 0) {
        throw new Malformed("an expression without an end", "struct nft_rule", value.address());
      }
      at += size;
    }
    return expressions;
  }
}
