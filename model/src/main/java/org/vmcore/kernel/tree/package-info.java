/**
 * Trees and tables that map numbers or keys to objects: XArray, radix tree, IDR, maple tree,
 * rhashtable. All walks are bounded.
 */
package org.vmcore.kernel.tree;
