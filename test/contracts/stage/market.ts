import { artMarketAbi } from "@graphiti/protocol/abi/art-market.ts";
import { getContract, parseAbi, parseEther } from "viem";
import { mintJob } from "./jobs.ts";
import { setStage } from "./stage.ts";

export const wethAbi = parseAbi([
  "event Transfer(address indexed from, address indexed to, uint256 value)",
  "event Approval(address indexed owner, address indexed spender, uint256 value)",
  "function deposit() payable",
  "function withdraw(uint256 amount)",
  "function approve(address spender, uint256 amount) returns (bool)",
  "function balanceOf(address account) view returns (uint256)",
]);

/** Zero is what the market is deployed with; the tests see what a fee does. */
export const marketFeeBps = 100;

/**
 * The stage with a market, and two works of the recipient's, of whose price the artist gets 5 %. The recipient is the
 * seller in all tests; the operator and the stranger buy.
 */
export async function setMarketStage({ feeBps = marketFeeBps }: { feeBps?: number } = {}) {
  const stage = await setStage();
  const { viem, reader, art, treasury, recipient: seller, operator: buyer, stranger: rival } = stage;
  const { address: wethAddress } = await viem.deployContract("WrappedEther");
  const { address } = await viem.deployContract("ArtMarket", [
    art.address,
    wethAddress,
    treasury.account.address,
    BigInt(feeBps),
  ]);
  const client = { public: reader, wallet: stage.owner };
  const market = getContract({ address, abi: artMarketAbi, client });
  const weth = getContract({ address: wethAddress, abi: wethAbi, client });
  const tokens = [(await mintJob(stage)).job.jobId, (await mintJob(stage)).job.jobId];
  await art.write.setApprovalForAll([address, true], { account: seller.account });
  await art.write.setApprovalForAll([address, true], { account: buyer.account });
  return {
    ...stage,
    ...{ market, weth, seller, buyer, rival },
    token: tokens[0] as bigint,
    otherToken: tokens[1] as bigint,
    price: parseEther("1"),
    /** Seconds since 1970 at which whatever the tests sell expires. */
    expiresAt: (await stage.now()) + 100_000,
    ownerOf: (tokenId: bigint) => art.read.ownerOf([tokenId]),
    /** How much ether each account has more, after something was done, than before; gas aside for who did it. */
    balanceOf: (account: { account: { address: `0x${string}` } }) =>
      reader.getBalance({ address: account.account.address }),
  };
}

export type MarketStage = Awaited<ReturnType<typeof setMarketStage>>;
