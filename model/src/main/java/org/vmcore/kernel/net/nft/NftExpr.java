package org.vmcore.kernel.net.nft;

import org.vmcore.model.Program;
import org.vmcore.model.SymbolAt;
import org.vmcore.model.Value;

/** A {@code struct nft_expr}: a step of a rule. */
public record NftExpr(Value value) {
  /** {@code payload}, {@code cmp}, {@code counter}. */
  public String name() {
    return value.at("ops.type.name").asString();
  }

  /** Which of its forms it is: {@code nft_cmp_fast_ops}; empty when it has no name. */
  public String ops() {
    return program().symbolAt(value.field("ops").asLong()).map(SymbolAt::name).orElse("");
  }

  /** {@code ops->data}: of an extension of x_tables. */
  public Value opsData(String type) {
    return value.at("ops.data").cast(type);
  }

  /** {@code nft_expr_priv()}. */
  public Value as(String type) {
    return program().object(type, value.address() + program().offsetOf("struct nft_expr", "data"));
  }

  private Program program() {
    return value.program();
  }
}
