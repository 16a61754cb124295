/** Packet filters of nftables: {@code include/net/netfilter/nf_tables.h}. Start with NftTable. */
package org.vmcore.kernel.net.nft;
