import { type Address, getContract, parseAbi } from "viem";
import { compile } from "../../agreement/compile.ts";
import type { Stage } from "./stage.ts";

const file = "test/contracts/play/Collections.sol";

const foreignAbi = parseAbi([
  "function mint(address to, uint256 tokenId)",
  "function setRoyalty(uint8 mood, address receiver)",
  "function approve(address to, uint256 tokenId)",
  "function setApprovalForAll(address operator, bool approved)",
  "function transferFrom(address from, address to, uint256 tokenId)",
  "function ownerOf(uint256 tokenId) view returns (address)",
]);

const walletAbi = parseAbi([
  "function approve(bytes32 hash)",
  "function setTakesEther(bool takes)",
  "function run(address target, uint256 value, bytes data) payable",
]);

async function deployed(stage: Stage, contract: string): Promise<Address> {
  const { abi, bytecode } = compile(file, contract);
  const hash = await stage.owner.deployContract({ abi, bytecode, args: [] });
  const { contractAddress } = await stage.receipt(hash);
  if (!contractAddress) throw new Error(`${contract} was not deployed`);
  return contractAddress;
}

/** A collection of somebody else's, in which anybody can mint. */
export async function deployForeign(stage: Stage) {
  const client = { public: stage.reader, wallet: stage.owner };
  return getContract({ address: await deployed(stage, "ForeignArt"), abi: foreignAbi, client });
}

/** A wallet that is a contract: it signs by saying yes (ERC-1271), and takes no ether until it is told to. */
export async function deployWallet(stage: Stage) {
  const client = { public: stage.reader, wallet: stage.owner };
  return getContract({ address: await deployed(stage, "ContractWallet"), abi: walletAbi, client });
}
