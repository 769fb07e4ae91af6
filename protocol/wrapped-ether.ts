import { parseAbi } from "viem";

/** What the gallery uses of wrapped ether, which every chain has in its own make; what it refuses with is in the market's ABI. */
export const wrappedEtherAbi = parseAbi([
  "function deposit() payable",
  "function withdraw(uint256 amount)",
  "function approve(address spender, uint256 amount) returns (bool)",
  "function allowance(address owner, address spender) view returns (uint256)",
  "function balanceOf(address account) view returns (uint256)",
]);
