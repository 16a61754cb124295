package org.vmcore.model;

import org.vmcore.io.Fault;

/** Neither the debug information nor a symbol table knows this name. */
public final class NoSuchSymbol extends Fault {
  private static final long serialVersionUID = 1L;

  public NoSuchSymbol(String symbol) {
    this(symbol, "no such symbol");
  }

  public NoSuchSymbol(String symbol, String what) {
    super(what, "symbol " + symbol, "");
  }
}
